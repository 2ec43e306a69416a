<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Repeating</name>
    <message numerus="yes">
        <source>%n scheduled posts were cancelled.</source>
        <translation>
            <numerusform>One scheduled post was cancelled.</numerusform>
            <numerusform>%n scheduled posts were cancelled.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stay, because they were edited or are locked.</source>
        <translation>
            <numerusform>One stays, because it was edited or is locked.</numerusform>
            <numerusform>%n stay, because they were edited or are locked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Repeating posts for {0}: %n can’t be scheduled. They wait as drafts for you.</source>
        <translation>
            <numerusform>Repeating posts for {0}: one can’t be scheduled. It waits as a draft for you.</numerusform>
            <numerusform>Repeating posts for {0}: %n can’t be scheduled. They wait as drafts for you.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Repeating posts for {0}: %n were due before they could be prepared, and were skipped.</source>
        <translation>
            <numerusform>Repeating posts for {0}: one was due before it could be prepared, and was skipped.</numerusform>
            <numerusform>Repeating posts for {0}: %n were due before they could be prepared, and were skipped.</numerusform>
        </translation>
    </message>
</context>
</TS>
