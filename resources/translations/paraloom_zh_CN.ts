<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Banner</name>
    <message>
        <location filename="../../gui/widgets/banner.py" line="35"/>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClosingDialog</name>
    <message>
        <location filename="../../gui/closing.py" line="23"/>
        <source>Close Paraloom</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/closing.py" line="24"/>
        <source>%n run(s) still alive.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../gui/closing.py" line="26"/>
        <source>Training needs no window. Open it again and they are here, with all that happened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/closing.py" line="30"/>
        <source>Leave them running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/closing.py" line="31"/>
        <source>Stop them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/closing.py" line="32"/>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <location filename="../../gui/palette.py" line="33"/>
        <source>What do you want to do?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComposeHeader</name>
    <message>
        <location filename="../../gui/views/compose/header.py" line="44"/>
        <location filename="../../gui/views/compose/header.py" line="46"/>
        <source>Name of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="50"/>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="52"/>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="54"/>
        <source>Presets …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="56"/>
        <source>Presets and files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="58"/>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="70"/>
        <source>Compose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="104"/>
        <source>Queue  Ctrl+R</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="104"/>
        <source>Start  Ctrl+R</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="107"/>
        <source>Looking for devices. Nothing runs until you press Start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="109"/>
        <source>It cannot start yet: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="111"/>
        <source>It will wait for {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="114"/>
        <source>What to train, on what, and how it is spread. Nothing runs until you press Start.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComposeWorkspace</name>
    <message>
        <location filename="../../gui/views/compose/view.py" line="42"/>
        <source>Compose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/view.py" line="230"/>
        <source>… and {} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/view.py" line="289"/>
        <source>{} ({} % done)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DeviceCard</name>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="48"/>
        <source>Busy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="49"/>
        <source>Memory used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="50"/>
        <source>Power</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="51"/>
        <source>Temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="99"/>
        <source>used by {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="99"/>
        <source>free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="111"/>
        <source>clock {} MHz</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="113"/>
        <source>throttled: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="119"/>
        <source>not reported by this device: {}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DeviceTile</name>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="144"/>
        <source>1 core</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="144"/>
        <source>{} cores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="148"/>
        <source>busy {} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="155"/>
        <source>{} GiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="156"/>
        <source>{} / {} GiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="161"/>
        <source>not on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="166"/>
        <source>pid {} {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="167"/>
        <source>free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="172"/>
        <source>used by run {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="176"/>
        <source>process {} {} of {}: {} GiB</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DevicesCard</name>
    <message>
        <location filename="../../gui/views/compose/devices_card.py" line="64"/>
        <source>Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_card.py" line="70"/>
        <source>Looking for devices …</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DevicesCorner</name>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="30"/>
        <source>How many devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="33"/>
        <source>Kind of devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="34"/>
        <source>CPU slices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="35"/>
        <source>GPUs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="38"/>
        <location filename="../../gui/views/compose/devices_corner.py" line="97"/>
        <source>any free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="39"/>
        <source>all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="40"/>
        <source>Choose every device of this kind (Ctrl+A)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="41"/>
        <source>cores in a CPU slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="43"/>
        <source>Cores in a CPU slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="49"/>
        <source>CPU slices …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="50"/>
        <source>Show this machine&apos;s CPU slices beside its GPUs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="93"/>
        <source>{} of {} chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="95"/>
        <source>of {}, whichever are free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="97"/>
        <source>by name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="99"/>
        <source>Take as many, whichever are free when the run starts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="101"/>
        <source>Keep to the devices that are marked now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MonitorWorkspace</name>
    <message>
        <location filename="../../gui/views/monitor/view.py" line="27"/>
        <source>Monitor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/view.py" line="33"/>
        <source>How far back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/view.py" line="34"/>
        <source>1 minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/view.py" line="34"/>
        <source>10 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/view.py" line="34"/>
        <source>1 hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/view.py" line="34"/>
        <source>24 hours</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PartsForms</name>
    <message>
        <location filename="../../gui/views/compose/parts.py" line="40"/>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/parts.py" line="40"/>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlanCard</name>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="50"/>
        <source>updated as you edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="52"/>
        <source>The plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="114"/>
        <source>To be mended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="116"/>
        <source>Worth knowing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="116"/>
        <source>No problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="118"/>
        <source>There is no plan yet: see below what is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="127"/>
        <source>rank</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="127"/>
        <source>ranks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="128"/>
        <source>Processes, joined by {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="132"/>
        <source>steps an epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="133"/>
        <source>The last of them has {} samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="135"/>
        <source>All of them whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="137"/>
        <source>open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="139"/>
        <source>steps in all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="139"/>
        <source>Where the limits in epochs and steps end the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="143"/>
        <source>training samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="144"/>
        <source>{} more to evaluate on</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlotsPage</name>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="44"/>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="45"/>
        <source>Accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="46"/>
        <source>Learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="47"/>
        <source>Samples per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="50"/>
        <source>Busy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="51"/>
        <source>Memory used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="52"/>
        <source>Power</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="53"/>
        <source>Temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="56"/>
        <source>train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="57"/>
        <source>test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="74"/>
        <source>What is shown of the devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="75"/>
        <source>Not reported by these devices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="78"/>
        <source>busy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="78"/>
        <source>memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="78"/>
        <source>power</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="78"/>
        <source>temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="98"/>
        <source>Horizontal axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="99"/>
        <source>by step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="99"/>
        <source>by epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="99"/>
        <source>by time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="99"/>
        <source>by clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="105"/>
        <location filename="../../gui/views/run/plots_page.py" line="122"/>
        <source>Smoothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="109"/>
        <source>Log loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="112"/>
        <source>Ignore outliers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="115"/>
        <source>Show all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="118"/>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="205"/>
        <source>Export plots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="214"/>
        <source>The plots could not be saved: {}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PresetsMenu</name>
    <message>
        <location filename="../../gui/views/compose/presets_menu.py" line="30"/>
        <source>Open a TOML file …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/presets_menu.py" line="33"/>
        <source>Save as TOML …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/presets_menu.py" line="68"/>
        <source>Open a spec</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/presets_menu.py" line="68"/>
        <location filename="../../gui/views/compose/presets_menu.py" line="76"/>
        <source>Specs (*.toml)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/presets_menu.py" line="76"/>
        <source>Save the spec</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProblemList</name>
    <message>
        <location filename="../../gui/views/compose/problem_list.py" line="128"/>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProblemRow</name>
    <message>
        <location filename="../../gui/views/compose/problem_list.py" line="68"/>
        <source>Go to its field: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/problem_list.py" line="77"/>
        <source>Fix: {}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunDetails</name>
    <message>
        <location filename="../../gui/views/runs/details.py" line="24"/>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="33"/>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="34"/>
        <source>Created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="35"/>
        <source>Duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="36"/>
        <source>Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="37"/>
        <source>Train loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="38"/>
        <source>Test loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="39"/>
        <source>Test accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="40"/>
        <source>Samples/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="50"/>
        <source>Tags, with commas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="54"/>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="68"/>
        <source>Choose one run.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunHeader</name>
    <message>
        <location filename="../../gui/views/run/header.py" line="40"/>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="40"/>
        <source>Pausing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="41"/>
        <source>Continue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="41"/>
        <source>Continuing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="42"/>
        <source>Checkpoint now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="42"/>
        <source>Saving…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="43"/>
        <source>Evaluate now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="43"/>
        <source>Evaluating…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="44"/>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="44"/>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="45"/>
        <source>Kill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="45"/>
        <source>Killing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="46"/>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="46"/>
        <source>Resuming…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="47"/>
        <source>Clone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="48"/>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="69"/>
        <source>Stop after this step; a checkpoint is saved first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="70"/>
        <source>End its processes now, without a checkpoint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="116"/>
        <source>step {} of {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="118"/>
        <source>step {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="119"/>
        <source>epoch {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="122"/>
        <source>{} samples/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="124"/>
        <source>{} left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunState</name>
    <message>
        <location filename="../../gui/widgets/pill.py" line="26"/>
        <source>queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="27"/>
        <source>starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="28"/>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="29"/>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="30"/>
        <source>stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="31"/>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="32"/>
        <source>completed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="33"/>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="34"/>
        <source>interrupted</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunTab</name>
    <message>
        <location filename="../../gui/views/run/tab.py" line="63"/>
        <location filename="../../gui/views/run/tab.py" line="74"/>
        <source>Events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/tab.py" line="64"/>
        <source>Last lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/tab.py" line="67"/>
        <location filename="../../gui/views/run/tab.py" line="76"/>
        <source>Spec</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/tab.py" line="68"/>
        <location filename="../../gui/views/run/tab.py" line="75"/>
        <source>Checkpoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/tab.py" line="71"/>
        <source>Plots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/tab.py" line="72"/>
        <source>Step time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/tab.py" line="73"/>
        <source>Weave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/tab.py" line="167"/>
        <source>(rank {} on {})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/tab.py" line="177"/>
        <source>{} at step {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/tab.py" line="179"/>
        <source>evaluated at step {}: loss {}, accuracy {} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/tab.py" line="183"/>
        <source>checkpoint {} saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/tab.py" line="185"/>
        <source>{} obeyed at step {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/tab.py" line="189"/>
        <source>{} after {} steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/tab.py" line="224"/>
        <source>Kill this run?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/tab.py" line="225"/>
        <source>Its processes end at once. What came after the last checkpoint is lost.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunTableModel</name>
    <message>
        <location filename="../../gui/models/run_table.py" line="102"/>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="103"/>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="104"/>
        <source>Strategy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="105"/>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="106"/>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="107"/>
        <source>Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="108"/>
        <source>Step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="109"/>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="110"/>
        <source>Eval loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="111"/>
        <source>Accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="112"/>
        <source>Samples/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="113"/>
        <source>Duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="114"/>
        <source>Created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="115"/>
        <source>Tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="116"/>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="117"/>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunWorkspace</name>
    <message>
        <location filename="../../gui/views/run/view.py" line="37"/>
        <source>No run is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/view.py" line="38"/>
        <source>Start one in Compose, or open one from the table of all runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/view.py" line="39"/>
        <source>Compose a run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/run/view.py" line="39"/>
        <source>All runs</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunsWorkspace</name>
    <message>
        <location filename="../../gui/views/runs/view.py" line="64"/>
        <source>No runs yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="65"/>
        <source>Each of these trains on this very machine in under a minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="78"/>
        <source>All runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="102"/>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="106"/>
        <source>Search name, tag, note…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="111"/>
        <source>Which states are shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="112"/>
        <source>all states</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="123"/>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="124"/>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="125"/>
        <source>Clone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="126"/>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="127"/>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="128"/>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/runs/view.py" line="225"/>
        <source>%n run(s) go to the trash in the runs folder.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="226"/>
        <source>Delete?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="256"/>
        <source>Earlier in the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="257"/>
        <source>Later in the queue</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <location filename="../../gui/settings_dialog.py" line="30"/>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/settings_dialog.py" line="34"/>
        <location filename="../../gui/settings_dialog.py" line="40"/>
        <source>as the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/settings_dialog.py" line="34"/>
        <source>light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/settings_dialog.py" line="34"/>
        <source>dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/settings_dialog.py" line="45"/>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/settings_dialog.py" line="51"/>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/settings_dialog.py" line="52"/>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/settings_dialog.py" line="53"/>
        <location filename="../../gui/settings_dialog.py" line="81"/>
        <source>Folder of the runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/settings_dialog.py" line="54"/>
        <source>Language and folder take effect when Paraloom is opened again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <location filename="../../gui/status_bar.py" line="81"/>
        <source>%n run(s) alive</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../gui/status_bar.py" line="88"/>
        <source>loom cold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/status_bar.py" line="89"/>
        <source>loom warming…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/status_bar.py" line="90"/>
        <source>loom warm: starts at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/status_bar.py" line="91"/>
        <source>loom broken: starts are slower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/status_bar.py" line="100"/>
        <source>{} GiB free</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StepBars</name>
    <message>
        <location filename="../../gui/plots/step_bars.py" line="24"/>
        <source>data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/plots/step_bars.py" line="25"/>
        <source>forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/plots/step_bars.py" line="26"/>
        <source>backward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/plots/step_bars.py" line="27"/>
        <source>communication</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/plots/step_bars.py" line="28"/>
        <source>optimizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/plots/step_bars.py" line="29"/>
        <source>rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/plots/step_bars.py" line="31"/>
        <source>Where the time of a step goes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/plots/step_bars.py" line="84"/>
        <source>rank {}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StrategyCard</name>
    <message>
        <location filename="../../gui/views/compose/strategy_card.py" line="29"/>
        <location filename="../../gui/views/compose/strategy_card.py" line="69"/>
        <source>More options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/strategy_card.py" line="36"/>
        <source>Strategy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/strategy_card.py" line="69"/>
        <source>Fewer options</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TextEditor</name>
    <message>
        <location filename="../../gui/widgets/fields.py" line="182"/>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainingCard</name>
    <message>
        <location filename="../../gui/views/compose/training_card.py" line="44"/>
        <source>Constant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/training_card.py" line="45"/>
        <source>Cosine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/training_card.py" line="46"/>
        <source>Step decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/training_card.py" line="53"/>
        <source>Optimizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/training_card.py" line="58"/>
        <source>Schedule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/training_card.py" line="68"/>
        <location filename="../../gui/views/compose/training_card.py" line="98"/>
        <source>More options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/training_card.py" line="74"/>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/training_card.py" line="98"/>
        <source>Fewer options</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Weave</name>
    <message>
        <location filename="../../gui/models/weave.py" line="142"/>
        <source>{} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="154"/>
        <source>rank {}: copied anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="156"/>
        <source>rank {}: a copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="157"/>
        <source>rank {}: the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="161"/>
        <location filename="../../gui/models/weave.py" line="166"/>
        <source>hidden, {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="166"/>
        <source>block, {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="172"/>
        <source>stage {}, {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="174"/>
        <source>stem, {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="178"/>
        <source>model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="181"/>
        <source>classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="192"/>
        <source>gradients averaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="199"/>
        <source>samples, weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="204"/>
        <source>outputs, gradients</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WeaveView</name>
    <message>
        <location filename="../../gui/plots/weave.py" line="63"/>
        <source>Weave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/plots/weave.py" line="223"/>
        <source>rank {}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <location filename="../../gui/wiring.py" line="55"/>
        <source>Compose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="56"/>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="57"/>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="58"/>
        <source>Monitor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="160"/>
        <source>Go to Compose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="161"/>
        <source>Go to Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="162"/>
        <source>Go to Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="163"/>
        <source>Go to Monitor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="172"/>
        <source>Start what is composed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="173"/>
        <source>Help for this field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="174"/>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="175"/>
        <source>Close the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="184"/>
        <source>Find an action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="283"/>
        <source>Waiting for the runs to save and stop…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
