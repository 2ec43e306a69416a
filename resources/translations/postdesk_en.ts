<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Approval</name>
    <message numerus="yes">
        <source>%n posts approved.</source>
        <translation>
            <numerusform>Approved.</numerusform>
            <numerusform>%n posts approved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n posts wait for approval.</source>
        <translation>
            <numerusform>Waiting for approval.</numerusform>
            <numerusform>%n posts wait for approval.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message numerus="yes">
        <source>%n changes are not saved yet. Postdesk keeps trying.</source>
        <translation>
            <numerusform>One change is not saved yet. Postdesk keeps trying.</numerusform>
            <numerusform>%n changes are not saved yet. Postdesk keeps trying.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n posts wait. Postdesk asks you about those more than {0} minutes late by then.</source>
        <translation>
            <numerusform>One post waits. If it is more than {0} minutes late by then, Postdesk asks you.</numerusform>
            <numerusform>%n posts wait. Postdesk asks you about those more than {0} minutes late by then.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} and %n more days</source>
        <translation>
            <numerusform>{0} and 1 more day</numerusform>
            <numerusform>{0} and %n more days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClientList</name>
    <message numerus="yes">
        <source>%n links to send again</source>
        <translation>
            <numerusform>1 link to send again</numerusform>
            <numerusform>%n links to send again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CloseQuestion</name>
    <message numerus="yes">
        <source>%n are on hold and aren’t sent.</source>
        <translation>
            <numerusform>1 is on hold and isn’t sent.</numerusform>
            <numerusform>%n are on hold and aren’t sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n can be locked in. Then they go out by themselves and can’t be edited.</source>
        <translation>
            <numerusform>1 can be locked in. Then it goes out by itself and can’t be edited.</numerusform>
            <numerusform>%n can be locked in. Then they go out by themselves and can’t be edited.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need this computer. They are sent only while Postdesk is running.</source>
        <translation>
            <numerusform>1 needs this computer. It is sent only while Postdesk is running.</numerusform>
            <numerusform>%n need this computer. They are sent only while Postdesk is running.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n posts are due before {0}</source>
        <translation>
            <numerusform>One post is due before {0}</numerusform>
            <numerusform>%n posts are due before {0}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Connections</name>
    <message numerus="yes">
        <source>{0}, %n posts wait</source>
        <translation>
            <numerusform>{0}, 1 post waits</numerusform>
            <numerusform>{0}, %n posts wait</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MissedDialog</name>
    <message numerus="yes">
        <source>%n missed posts</source>
        <translation>
            <numerusform>1 missed post</numerusform>
            <numerusform>%n missed posts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Notifications</name>
    <message numerus="yes">
        <source>%n accounts need reconnecting</source>
        <translation>
            <numerusform>1 account needs reconnecting</numerusform>
            <numerusform>%n accounts need reconnecting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n posts failed</source>
        <translation>
            <numerusform>1 post failed</numerusform>
            <numerusform>%n posts failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n posts need attention</source>
        <translation>
            <numerusform>1 post needs attention</numerusform>
            <numerusform>%n posts need attention</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n posts were missed</source>
        <translation>
            <numerusform>1 post was missed</numerusform>
            <numerusform>%n posts were missed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n posts were published</source>
        <translation>
            <numerusform>1 post was published</numerusform>
            <numerusform>%n posts were published</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PauseDialog</name>
    <message numerus="yes">
        <source>%n more may have reached MyPostShare, and may go out by themselves.</source>
        <translation>
            <numerusform>One more may have reached MyPostShare, and may go out by itself.</numerusform>
            <numerusform>%n more may have reached MyPostShare, and may go out by themselves.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n posts wait on this computer until you resume.</source>
        <translation>
            <numerusform>One post waits on this computer until you resume.</numerusform>
            <numerusform>%n posts wait on this computer until you resume.</numerusform>
        </translation>
    </message>
</context>
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
<context>
    <name>SlotsPage</name>
    <message numerus="yes">
        <source>%n slots were removed.</source>
        <translation>
            <numerusform>1 slot was removed.</numerusform>
            <numerusform>%n slots were removed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>States</name>
    <message numerus="yes">
        <source>%n need your answer</source>
        <translation>
            <numerusform>1 needs your answer</numerusform>
            <numerusform>%n need your answer</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>%n need your answer</source>
        <translation>
            <numerusform>1 needs your answer</numerusform>
            <numerusform>%n need your answer</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnsavedQuestion</name>
    <message numerus="yes">
        <source>%n changes are not saved</source>
        <translation>
            <numerusform>One change is not saved</numerusform>
            <numerusform>%n changes are not saved</numerusform>
        </translation>
    </message>
</context>
</TS>
