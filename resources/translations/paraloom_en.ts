<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Beforehand</name>
    <message numerus="yes">
        <location filename="../../gui/views/lab/beforehand.py" line="115"/>
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClassBars</name>
    <message numerus="yes">
        <location filename="../../gui/views/compose/sample_strip.py" line="97"/>
        <source>{0} to {1} training samples in each of %n class(es)</source>
        <translation>
            <numerusform>{0} to {1} training samples in %n class</numerusform>
            <numerusform>{0} to {1} training samples in each of %n classes</numerusform>
        </translation>
    </message>
</context>
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
    <name>DataLook</name>
    <message numerus="yes">
        <location filename="../../gui/views/compose/data_look.py" line="79"/>
        <source>%n different token(s)</source>
        <translation>
            <numerusform>%n different token</numerusform>
            <numerusform>%n different tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/compose/data_look.py" line="81"/>
        <source>%n class(es)</source>
        <translation>
            <numerusform>%n class</numerusform>
            <numerusform>%n classes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DeviceTile</name>
    <message numerus="yes">
        <location filename="../../gui/views/compose/device_tile.py" line="150"/>
        <source>%n core(s)</source>
        <translation>
            <numerusform>%n core</numerusform>
            <numerusform>%n cores</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DevicesCorner</name>
    <message numerus="yes">
        <location filename="../../gui/views/compose/devices_corner.py" line="95"/>
        <source>of %n, whichever is free</source>
        <translation>
            <numerusform>of %n, if it is free</numerusform>
            <numerusform>of %n, whichever are free</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LayerTable</name>
    <message numerus="yes">
        <location filename="../../gui/models/layer_table.py" line="127"/>
        <source>%n layer(s)</source>
        <translation>
            <numerusform>%n layer</numerusform>
            <numerusform>%n layers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LogPage</name>
    <message numerus="yes">
        <location filename="../../gui/views/run/log_page.py" line="207"/>
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelLook</name>
    <message numerus="yes">
        <location filename="../../gui/views/compose/model_look.py" line="55"/>
        <source>%n layer(s)</source>
        <translation>
            <numerusform>%n layer</numerusform>
            <numerusform>%n layers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanCard</name>
    <message numerus="yes">
        <location filename="../../gui/views/compose/plan_card.py" line="154"/>
        <source>rank(s)</source>
        <translation>
            <numerusform>rank</numerusform>
            <numerusform>ranks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/compose/plan_card.py" line="159"/>
        <source>step(s) an epoch</source>
        <translation>
            <numerusform>step an epoch</numerusform>
            <numerusform>steps an epoch</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/compose/plan_card.py" line="160"/>
        <source>The last of them has %n sample(s)</source>
        <translation>
            <numerusform>The last of them has %n sample</numerusform>
            <numerusform>The last of them has %n samples</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/compose/plan_card.py" line="166"/>
        <source>step(s) in all</source>
        <translation>
            <numerusform>step in all</numerusform>
            <numerusform>steps in all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/compose/plan_card.py" line="171"/>
        <source>training sample(s)</source>
        <translation>
            <numerusform>training sample</numerusform>
            <numerusform>training samples</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunExchange</name>
    <message numerus="yes">
        <location filename="../../gui/views/runs/exchange.py" line="166"/>
        <source>%n run(s) exported to {}.</source>
        <translation>
            <numerusform>%n run exported to {}.</numerusform>
            <numerusform>%n runs exported to {}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/runs/exchange.py" line="167"/>
        <source>Curves of %n run(s) written to {}.</source>
        <translation>
            <numerusform>Curves of %n run written to {}.</numerusform>
            <numerusform>Curves of %n runs written to {}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/runs/exchange.py" line="168"/>
        <source>%n run(s) imported.</source>
        <translation>
            <numerusform>%n run imported.</numerusform>
            <numerusform>%n runs imported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/runs/exchange.py" line="169"/>
        <source>%n new run(s) imported.</source>
        <translation>
            <numerusform>%n new run imported.</numerusform>
            <numerusform>%n new runs imported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/runs/exchange.py" line="170"/>
        <source>%n run(s) put back.</source>
        <translation>
            <numerusform>%n run put back.</numerusform>
            <numerusform>%n runs put back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/runs/exchange.py" line="171"/>
        <source>%n run(s) erased.</source>
        <translation>
            <numerusform>%n run erased.</numerusform>
            <numerusform>%n runs erased.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SampleStrip</name>
    <message numerus="yes">
        <location filename="../../gui/views/compose/sample_strip.py" line="48"/>
        <source>%n sample(s)</source>
        <translation>
            <numerusform>%n sample</numerusform>
            <numerusform>%n samples</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <location filename="../../gui/status_bar.py" line="91"/>
        <source>%n run(s) alive</source>
        <translation>
            <numerusform>%n run alive</numerusform>
            <numerusform>%n runs alive</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SweepHead</name>
    <message numerus="yes">
        <location filename="../../gui/views/lab/sweep_head.py" line="93"/>
        <source>%n trial(s)</source>
        <translation>
            <numerusform>%n trial</numerusform>
            <numerusform>%n trials</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrashDialog</name>
    <message numerus="yes">
        <location filename="../../gui/views/runs/trash_dialog.py" line="70"/>
        <source>%n run(s), newest first. Choose what is to be put back.</source>
        <translation>
            <numerusform>%n run, newest first. Choose what is to be put back.</numerusform>
            <numerusform>%n runs, newest first. Choose what is to be put back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/runs/trash_dialog.py" line="91"/>
        <source>Erase %n run(s) for good?</source>
        <translation>
            <numerusform>Erase %n run for good?</numerusform>
            <numerusform>Erase %n runs for good?</numerusform>
        </translation>
    </message>
</context>
</TS>
