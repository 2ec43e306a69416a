<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Repeating</name>
    <message numerus="yes">
        <source>%n scheduled posts were taken back.</source>
        <translation>
            <numerusform>One scheduled post was taken back.</numerusform>
            <numerusform>%n scheduled posts were taken back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stay: they were changed by hand, or are locked.</source>
        <translation>
            <numerusform>One stays: it was changed by hand, or is locked.</numerusform>
            <numerusform>%n stay: they were changed by hand, or are locked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Repeating posts for {0}: %n can’t be scheduled as they are, and wait as drafts for you.</source>
        <translation>
            <numerusform>Repeating posts for {0}: one can’t be scheduled as it is, and waits as a draft for you.</numerusform>
            <numerusform>Repeating posts for {0}: %n can’t be scheduled as they are, and wait as drafts for you.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Repeating posts for {0}: %n were due before they could be made. They aren’t made up for.</source>
        <translation>
            <numerusform>Repeating posts for {0}: one was due before it could be made. It isn’t made up for.</numerusform>
            <numerusform>Repeating posts for {0}: %n were due before they could be made. They aren’t made up for.</numerusform>
        </translation>
    </message>
</context>
</TS>
