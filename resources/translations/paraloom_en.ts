<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>ClosingDialog</name>
    <message numerus="yes">
        <location filename="../../gui/closing.py" line="24"/>
        <source>%n run(s) still alive.</source>
        <translation>
            <numerusform>%n run still alive.</numerusform>
            <numerusform>%n runs still alive.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LogPage</name>
    <message numerus="yes">
        <location filename="../../gui/views/run/log_page.py" line="206"/>
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanCard</name>
    <message numerus="yes">
        <location filename="../../gui/views/compose/plan_card.py" line="131"/>
        <source>The last of them has %n sample(s)</source>
        <translation>
            <numerusform>The last of them has %n sample</numerusform>
            <numerusform>The last of them has %n samples</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <location filename="../../gui/status_bar.py" line="77"/>
        <source>%n run(s) alive</source>
        <translation>
            <numerusform>%n run alive</numerusform>
            <numerusform>%n runs alive</numerusform>
        </translation>
    </message>
</context>
</TS>
