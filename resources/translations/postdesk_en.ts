<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Ahead</name>
    <message numerus="yes">
        <source>%n need this computer</source>
        <translation>
            <numerusform>1 needs this computer</numerusform>
            <numerusform>%n need this computer</numerusform>
        </translation>
    </message>
</context>
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
    <name>BulkSubmission</name>
    <message numerus="yes">
        <source>%n posts scheduled.</source>
        <translation>
            <numerusform>1 post scheduled.</numerusform>
            <numerusform>%n posts scheduled.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stay drafts.</source>
        <translation>
            <numerusform>1 stays a draft.</numerusform>
            <numerusform>%n stay drafts.</numerusform>
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
    <name>Composer</name>
    <message numerus="yes">
        <source>%n accounts</source>
        <translation>
            <numerusform>1 account</numerusform>
            <numerusform>%n accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>1 problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warnings</source>
        <translation>
            <numerusform>1 warning</numerusform>
            <numerusform>%n warnings</numerusform>
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
    <name>DraftsPane</name>
    <message numerus="yes">
        <source>%n drafts</source>
        <translation>
            <numerusform>1 draft</numerusform>
            <numerusform>%n drafts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n templates</source>
        <translation>
            <numerusform>1 template</numerusform>
            <numerusform>%n templates</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilePage</name>
    <message numerus="yes">
        <source>%Ln rows</source>
        <translation>
            <numerusform>1 row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FillSlotsDialog</name>
    <message numerus="yes">
        <source>%n drafts for the next free slots</source>
        <translation>
            <numerusform>1 draft for the next free slot</numerusform>
            <numerusform>%n drafts for the next free slots</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message numerus="yes">
        <source>Checking %Ln rows…</source>
        <translation>
            <numerusform>Checking 1 row…</numerusform>
            <numerusform>Checking %Ln rows…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Importing %Ln rows…</source>
        <translation>
            <numerusform>Importing 1 row…</numerusform>
            <numerusform>Importing %Ln rows…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportResultPage</name>
    <message numerus="yes">
        <source>%Ln drafts are saved.</source>
        <translation>
            <numerusform>1 draft is saved.</numerusform>
            <numerusform>%Ln drafts are saved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln posts are scheduled.</source>
        <translation>
            <numerusform>1 post is scheduled.</numerusform>
            <numerusform>%Ln posts are scheduled.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows remain.</source>
        <translation>
            <numerusform>1 row remains.</numerusform>
            <numerusform>%Ln rows remain.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows were removed.</source>
        <translation>
            <numerusform>1 row was removed.</numerusform>
            <numerusform>%Ln rows were removed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows were skipped.</source>
        <translation>
            <numerusform>1 row was skipped.</numerusform>
            <numerusform>%Ln rows were skipped.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stay, because they are locked, sent, or may be sent.</source>
        <translation>
            <numerusform>1 stays, because it is locked, sent, or may be sent.</numerusform>
            <numerusform>%Ln stay, because they are locked, sent, or may be sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stay, because you edited them.</source>
        <translation>
            <numerusform>1 stays, because you edited it.</numerusform>
            <numerusform>%Ln stay, because you edited them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LockIn</name>
    <message numerus="yes">
        <source>%n posts are locked.</source>
        <translation>
            <numerusform>1 post is locked.</numerusform>
            <numerusform>%n posts are locked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n posts still need this computer. Keep Postdesk running.</source>
        <translation>
            <numerusform>1 post still needs this computer. Keep Postdesk running.</numerusform>
            <numerusform>%n posts still need this computer. Keep Postdesk running.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>You stopped before %n more posts.</source>
        <translation>
            <numerusform>You stopped before 1 more post.</numerusform>
            <numerusform>You stopped before %n more posts.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LockInDialog</name>
    <message numerus="yes">
        <source>Lock in %n posts</source>
        <translation>
            <numerusform>Lock in 1 post</numerusform>
            <numerusform>Lock in %n posts</numerusform>
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
    <name>Overview</name>
    <message numerus="yes">
        <source>%n posts waiting</source>
        <translation>
            <numerusform>1 post waiting</numerusform>
            <numerusform>%n posts waiting</numerusform>
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
    <name>PerClientBar</name>
    <message numerus="yes">
        <source>%n more drafts for several clients</source>
        <translation>
            <numerusform>1 more draft for several clients</numerusform>
            <numerusform>%n more drafts for several clients</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Repeating</name>
    <message numerus="yes">
        <source>%n need attention. {0}</source>
        <translation>
            <numerusform>1 needs attention. {0}</numerusform>
            <numerusform>%n need attention. {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n scheduled posts were cancelled.</source>
        <translation>
            <numerusform>1 scheduled post was cancelled.</numerusform>
            <numerusform>%n scheduled posts were cancelled.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stay, because they were edited or are locked.</source>
        <translation>
            <numerusform>1 stays, because it was edited or is locked.</numerusform>
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
    <name>Results</name>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missed</source>
        <translation>
            <numerusform>%n missed</numerusform>
            <numerusform>%n missed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n partly</source>
        <translation>
            <numerusform>%n partly</numerusform>
            <numerusform>%n partly</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n went out</source>
        <translation>
            <numerusform>%n went out</numerusform>
            <numerusform>%n went out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a result</source>
        <translation>
            <numerusform>%n without a result</numerusform>
            <numerusform>%n without a result</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Posts: {0} on %n platforms. {1}.</source>
        <translation>
            <numerusform>Posts: {0} on one platform. {1}.</numerusform>
            <numerusform>Posts: {0} on %n platforms. {1}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RowsPage</name>
    <message numerus="yes">
        <source>%Ln more rows contain “{0}”.</source>
        <translation>
            <numerusform>1 more row contains “{0}”.</numerusform>
            <numerusform>%Ln more rows contain “{0}”.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Checking %Ln files…</source>
        <translation>
            <numerusform>Checking 1 file…</numerusform>
            <numerusform>Checking %Ln files…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message numerus="yes">
        <source>%Ln posts</source>
        <translation>
            <numerusform>1 post</numerusform>
            <numerusform>%Ln posts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScheduleAllDialog</name>
    <message numerus="yes">
        <source>Schedule %n posts?</source>
        <translation>
            <numerusform>Schedule 1 post?</numerusform>
            <numerusform>Schedule %n posts?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Scheduling</name>
    <message numerus="yes">
        <source>Schedule %Ln posts</source>
        <translation>
            <numerusform>Schedule 1 post</numerusform>
            <numerusform>Schedule %Ln posts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SelectionActions</name>
    <message numerus="yes">
        <source>%n posts selected</source>
        <translation>
            <numerusform>1 post selected</numerusform>
            <numerusform>%n posts selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Several</name>
    <message numerus="yes">
        <source>%n copies deleted.</source>
        <translation>
            <numerusform>1 copy deleted.</numerusform>
            <numerusform>%n copies deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>1 day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours</source>
        <translation>
            <numerusform>1 hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kept, because they were edited.</source>
        <translation>
            <numerusform>1 kept, because it was edited.</numerusform>
            <numerusform>%n kept, because they were edited.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes</source>
        <translation>
            <numerusform>1 minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moved to the time after the clock change, because that day skips theirs.</source>
        <translation>
            <numerusform>1 moved to the time after the clock change, because that day skips its time.</numerusform>
            <numerusform>%n moved to the time after the clock change, because that day skips theirs.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restored as drafts, because they can’t be scheduled as they are.</source>
        <translation>
            <numerusform>1 restored as a draft, because it can’t be scheduled as it is.</numerusform>
            <numerusform>%n restored as drafts, because they can’t be scheduled as they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Locking in %n. After that they go out by themselves, and can’t be edited or cancelled.</source>
        <translation>
            <numerusform>Locking in 1. After that it goes out by itself, and can’t be edited or cancelled.</numerusform>
            <numerusform>Locking in %n. After that they go out by themselves, and can’t be edited or cancelled.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SlotFill</name>
    <message numerus="yes">
        <source>%n drafts set to their slots’ times.</source>
        <translation>
            <numerusform>1 draft set to its slot’s time.</numerusform>
            <numerusform>%n drafts set to their slots’ times.</numerusform>
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
    <name>StepButtons</name>
    <message numerus="yes">
        <source>Import as %Ln drafts</source>
        <translation>
            <numerusform>Import as 1 draft</numerusform>
            <numerusform>Import as %Ln drafts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Schedule %Ln posts</source>
        <translation>
            <numerusform>Schedule 1 post</numerusform>
            <numerusform>Schedule %Ln posts</numerusform>
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
