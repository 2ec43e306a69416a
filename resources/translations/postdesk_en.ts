<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Repeating</name>
    <message numerus="yes">
        <source>%n repeating posts for {0} can’t be scheduled. Check their drafts.</source>
        <translation>
            <numerusform>1 repeating post for {0} can’t be scheduled. Check its draft.</numerusform>
            <numerusform>%n repeating posts for {0} can’t be scheduled. Check their drafts.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n repeating posts for {0} were missed because Postdesk couldn’t schedule them in time.</source>
        <translation>
            <numerusform>1 repeating post for {0} was missed because Postdesk couldn’t schedule it in time.</numerusform>
            <numerusform>%n repeating posts for {0} were missed because Postdesk couldn’t schedule them in time.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n scheduled posts were removed.</source>
        <translation>
            <numerusform>1 scheduled post was removed.</numerusform>
            <numerusform>%n scheduled posts were removed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stay, because they were edited or are locked.</source>
        <translation>
            <numerusform>1 stays, because it was edited or is locked.</numerusform>
            <numerusform>%n stay, because they were edited or are locked.</numerusform>
        </translation>
    </message>
</context>
</TS>
