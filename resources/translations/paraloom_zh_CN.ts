<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AnalysisPlot</name>
    <message>
        <location filename="../../gui/plots/analysis.py" line="74"/>
        <location filename="../../gui/plots/analysis.py" line="125"/>
        <source>curve</source>
        <translation>曲线</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis.py" line="186"/>
        <source>Export the plot</source>
        <translation>导出图</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis.py" line="227"/>
        <source>Frequency</source>
        <translation>频率</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis.py" line="229"/>
        <source>Value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>AnalysisWindow</name>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="52"/>
        <source>Curves of {}</source>
        <translation>{} 的曲线</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="73"/>
        <source>Plot</source>
        <translation>图</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="74"/>
        <source>Which plot is analysed: those of the run that have points.</source>
        <translation>要分析哪张图：列出这次运行中已有数据点的图。</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="86"/>
        <source>Copy figures</source>
        <translation>复制数值</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="87"/>
        <source>Copies the table as text (Ctrl+C)</source>
        <translation>把表格复制为文本（Ctrl+C）</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="90"/>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="90"/>
        <source>Takes the points that came since</source>
        <translation>取用此后到来的数据点</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="105"/>
        <source>Curves, with a region</source>
        <translation>曲线，带选区</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="108"/>
        <source>Drag the region or its edges; the table below tells of the points in it. Left and right move it, with Shift its right edge. The wheel zooms, a right click offers logarithms, spectrum, derivative, average and export.</source>
        <translation>拖动选区或其边缘；下方的表格说明其中的数据点。左右方向键移动选区，按住 Shift 则移动其右边缘。滚轮缩放，右键菜单提供对数、频谱、导数、平均和导出。</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="120"/>
        <source>Figures of the region</source>
        <translation>选区的数值</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="123"/>
        <source>Of the points of each curve in the region, gaps left out: the standard deviation is that of these values, the slope that of the straight line that fits them best (least squares).</source>
        <translation>每条曲线在选区内的数据点（不计空缺）：标准差是这些值本身的标准差，斜率是最佳拟合直线（最小二乘）的斜率。</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="183"/>
        <source>In the region: step {0} to {1}</source>
        <translation>选区：第 {0} 步到第 {1} 步</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="184"/>
        <source>In the region: epoch {0} to {1}</source>
        <translation>选区：第 {0} 到第 {1} 轮</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="185"/>
        <source>In the region: {0} s to {1} s</source>
        <translation>选区：{0} 秒到 {1} 秒</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="186"/>
        <source>In the region: {0} to {1}</source>
        <translation>选区：{0} 到 {1}</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="191"/>
        <source>{}. A curve with gaps has no spectrum.</source>
        <translation>{}。有空缺的曲线没有频谱。</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="194"/>
        <source>No plot has points yet; Refresh takes what has come.</source>
        <translation>还没有图有数据点；“刷新”会取用已到来的。</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="204"/>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="205"/>
        <source>Epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="206"/>
        <source>Seconds since the start</source>
        <translation>自开始起的秒数</translation>
    </message>
    <message>
        <location filename="../../gui/plots/analysis_window.py" line="207"/>
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
</context>
<context>
    <name>ArgumentsLine</name>
    <message>
        <location filename="../../gui/views/compose/arguments_line.py" line="37"/>
        <source>A quotation mark is still open: what is typed does not count yet.</source>
        <translation>引号尚未闭合：所键入的内容还不算数。</translation>
    </message>
</context>
<context>
    <name>AxesMenu</name>
    <message>
        <location filename="../../gui/views/compare/axes_menu.py" line="19"/>
        <source>More figures</source>
        <translation>更多数值</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <location filename="../../gui/widgets/banner.py" line="36"/>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>BaseChoice</name>
    <message>
        <location filename="../../gui/views/lab/base_choice.py" line="30"/>
        <source>What is varied</source>
        <translation>变化什么</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/base_choice.py" line="35"/>
        <source>File …</source>
        <translation>文件…</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/base_choice.py" line="37"/>
        <source>Vary the spec in a TOML file</source>
        <translation>变化 TOML 文件中的规格</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/base_choice.py" line="101"/>
        <source>As the sweep has it: {}</source>
        <translation>搜索自带的规格：{}</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/base_choice.py" line="103"/>
        <source>This spec, as Compose has it: {}</source>
        <translation>当前编排的方案：{}</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/base_choice.py" line="105"/>
        <source>From a file: {}</source>
        <translation>来自文件：{}</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/base_choice.py" line="107"/>
        <source>Preset: {}</source>
        <translation>预设：{}</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/base_choice.py" line="116"/>
        <source>Open a spec</source>
        <translation>打开规格</translation>
    </message>
</context>
<context>
    <name>Beforehand</name>
    <message>
        <location filename="../../gui/views/lab/beforehand.py" line="22"/>
        <source>What it will do</source>
        <translation>将要做什么</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/beforehand.py" line="29"/>
        <location filename="../../gui/views/lab/beforehand.py" line="67"/>
        <source>Start the race</source>
        <translation>开始比赛</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/beforehand.py" line="63"/>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/beforehand.py" line="97"/>
        <source>Not even the single device can train this.</source>
        <translation>连单个设备也无法训练它。</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/beforehand.py" line="103"/>
        <source>Only the single device fits here: there is nothing to compare.</source>
        <translation>这里只有单个设备可行：没有可比较的对象。</translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/lab/beforehand.py" line="115"/>
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n 次运行</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/beforehand.py" line="116"/>
        <source>{0}, about {1}</source>
        <translation>{0}，约 {1}</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/beforehand.py" line="124"/>
        <source>left out: {}</source>
        <translation>未参加：{}</translation>
    </message>
</context>
<context>
    <name>CandidateTableModel</name>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="58"/>
        <source>candidate</source>
        <translation>候选</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="59"/>
        <source>devices</source>
        <translation>设备数</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="60"/>
        <source>samples/s</source>
        <translation>样本/秒</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="61"/>
        <source>speed-up</source>
        <translation>加速比</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="62"/>
        <source>efficiency</source>
        <translation>效率</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="63"/>
        <source>memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="64"/>
        <source>samples/J</source>
        <translation>样本/J</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="65"/>
        <source>to target</source>
        <translation>达到目标</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="66"/>
        <source>cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="67"/>
        <source>parity</source>
        <translation>一致性</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="68"/>
        <source>rounds</source>
        <translation>轮次</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="99"/>
        <source>reference</source>
        <translation>基准</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="103"/>
        <source>no figure</source>
        <translation>无数值</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="104"/>
        <source>same</source>
        <translation>相同</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="104"/>
        <source>another</source>
        <translation>不同</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="108"/>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="110"/>
        <source>left out</source>
        <translation>未参加</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="114"/>
        <source>{} racing</source>
        <translation>{} 进行中</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="115"/>
        <source>{0}, {1} apart</source>
        <translation>{0}，{1} 轮偏离</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="127"/>
        <source>In fp64 the losses of {0} steps differ by {1} at most from the single device&apos;s.</source>
        <translation>在 fp64 下，{0} 步的损失与单个设备最多相差 {1}。</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="135"/>
        <source>round {0}: {1} samples/s</source>
        <translation>第 {0} 轮：{1} 样本/秒</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="136"/>
        <source>, lies apart</source>
        <translation>，偏离其他轮</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="144"/>
        <source>{0} W together, {1} mJ a sample</source>
        <translation>合计 {0} W，每个样本 {1} mJ</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="149"/>
        <source>{} device-seconds to the target loss</source>
        <translation>达到目标损失需 {} 设备秒</translation>
    </message>
    <message>
        <location filename="../../gui/models/candidate_table.py" line="151"/>
        <source>{} J to the target loss</source>
        <translation>达到目标损失需 {} J</translation>
    </message>
</context>
<context>
    <name>CandidatesTable</name>
    <message>
        <location filename="../../gui/views/lab/candidates_table.py" line="16"/>
        <source>Candidates</source>
        <translation>候选方案</translation>
    </message>
</context>
<context>
    <name>ClassBars</name>
    <message numerus="yes">
        <location filename="../../gui/views/compose/sample_strip.py" line="97"/>
        <source>{0} to {1} training samples in each of %n class(es)</source>
        <translation>
            <numerusform>%n 个类别，每个有 {0} 到 {1} 个训练样本</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClassTable</name>
    <message>
        <location filename="../../gui/models/samples.py" line="178"/>
        <source>Token</source>
        <translation>词元</translation>
    </message>
    <message>
        <location filename="../../gui/models/samples.py" line="178"/>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <location filename="../../gui/models/samples.py" line="179"/>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <location filename="../../gui/models/samples.py" line="179"/>
        <source>Test</source>
        <translation>测试</translation>
    </message>
</context>
<context>
    <name>ClosingDialog</name>
    <message>
        <location filename="../../gui/closing.py" line="23"/>
        <source>Close Paraloom</source>
        <translation>关闭 Paraloom</translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/closing.py" line="24"/>
        <source>%n run(s) still alive.</source>
        <translation>
            <numerusform>仍有 %n 个运行未结束。</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../gui/closing.py" line="26"/>
        <source>Training needs no window. Open it again, and all is here with what happened meanwhile.</source>
        <translation>训练不需要窗口。再次打开时，一切都在这里，包括期间发生的事。</translation>
    </message>
    <message>
        <location filename="../../gui/closing.py" line="30"/>
        <source>Leave running</source>
        <translation>让其继续运行</translation>
    </message>
    <message>
        <location filename="../../gui/closing.py" line="31"/>
        <source>Save and stop</source>
        <translation>保存并停止</translation>
    </message>
    <message>
        <location filename="../../gui/closing.py" line="32"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <location filename="../../gui/palette.py" line="88"/>
        <source>What do you want to do?</source>
        <translation>想做什么？</translation>
    </message>
    <message>
        <location filename="../../gui/palette.py" line="101"/>
        <source>Nothing is called that: try fewer letters.</source>
        <translation>没有这样的操作：请少输入几个字母。</translation>
    </message>
</context>
<context>
    <name>CompareOptions</name>
    <message>
        <location filename="../../gui/views/compare/options.py" line="30"/>
        <source>Metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="33"/>
        <source>Horizontal axis</source>
        <translation>横轴</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="35"/>
        <source>by step</source>
        <translation>按步</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="36"/>
        <source>by epoch</source>
        <translation>按轮次</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="37"/>
        <source>by time</source>
        <translation>按时间</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="38"/>
        <source>by clock</source>
        <translation>按时钟</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="39"/>
        <source>by samples</source>
        <translation>按样本</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="44"/>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="46"/>
        <source>not smoothed</source>
        <translation>不平滑</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="47"/>
        <source>moving average</source>
        <translation>移动平均</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="48"/>
        <source>median</source>
        <translation>中值</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="49"/>
        <source>Savitzky–Golay</source>
        <translation>Savitzky–Golay</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="54"/>
        <location filename="../../gui/views/compare/options.py" line="55"/>
        <source>Values that are smoothed together</source>
        <translation>一起平滑的数值个数</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="60"/>
        <source>log ↑</source>
        <translation>对数 ↑</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="60"/>
        <source>log →</source>
        <translation>对数 →</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="62"/>
        <source>Logarithmic values</source>
        <translation>数值取对数</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="64"/>
        <source>Logarithmic horizontal axis</source>
        <translation>横轴取对数</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="65"/>
        <location filename="../../gui/views/compare/options.py" line="98"/>
        <source>Group by</source>
        <translation>分组</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="68"/>
        <source>What the band shows</source>
        <translation>色带表示什么</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="70"/>
        <source>± std</source>
        <translation>± 标准差</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="71"/>
        <source>min–max</source>
        <translation>最小–最大</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="72"/>
        <source>95 %</source>
        <translation>95 %</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="104"/>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="107"/>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/options.py" line="161"/>
        <source>nothing</source>
        <translation>不分组</translation>
    </message>
</context>
<context>
    <name>CompareWorkspace</name>
    <message>
        <location filename="../../gui/views/compare/view.py" line="69"/>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/view.py" line="83"/>
        <source>Back to the table</source>
        <translation>返回列表</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/view.py" line="49"/>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/view.py" line="50"/>
        <source>Scatter</source>
        <translation>散点图</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/view.py" line="51"/>
        <source>Parallel</source>
        <translation>平行坐标</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/view.py" line="52"/>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/view.py" line="73"/>
        <source>Only the chosen</source>
        <translation>仅看所选</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/view.py" line="74"/>
        <source>Compare only the runs that are chosen, in all tabs</source>
        <translation>在所有标签页中只比较所选的运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/view.py" line="75"/>
        <source>All runs again</source>
        <translation>恢复全部运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/view.py" line="143"/>
        <source>{} runs</source>
        <translation>{} 个运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/view.py" line="143"/>
        <source>{} of {} runs</source>
        <translation>{} / {} 个运行</translation>
    </message>
</context>
<context>
    <name>ComposeHeader</name>
    <message>
        <location filename="../../gui/views/compose/header.py" line="50"/>
        <location filename="../../gui/views/compose/header.py" line="54"/>
        <source>Name of the run</source>
        <translation>运行名称</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="58"/>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="60"/>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="62"/>
        <source>Presets…</source>
        <translation>预设…</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="64"/>
        <source>Presets and files</source>
        <translation>预设与文件</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="66"/>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="78"/>
        <source>Compose</source>
        <translation>编排</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="120"/>
        <source>Queue  Ctrl+R</source>
        <translation>排队  Ctrl+R</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="122"/>
        <source>Start  Ctrl+R</source>
        <translation>开始  Ctrl+R</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="122"/>
        <source>Resume  Ctrl+R</source>
        <translation>恢复  Ctrl+R</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="126"/>
        <source>Looking for devices. Nothing runs until you press Start.</source>
        <translation>正在查找设备。按下“开始”之前不会运行任何东西。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="128"/>
        <source>It can start as soon as data and model are read.</source>
        <translation>数据和模型读取完就可以开始。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="130"/>
        <source>It cannot start yet: {}</source>
        <translation>还不能开始：{}</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="132"/>
        <source>It will wait for {}.</source>
        <translation>它将等待 {}。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="134"/>
        <source>The run goes on like this. Nothing runs until you press Resume.</source>
        <translation>运行会照此继续。按“恢复”之前什么都不会运行。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="137"/>
        <source>What to train, on what, and how it is spread. Nothing runs until you press Start.</source>
        <translation>训练什么、在哪里训练、如何分布。按下“开始”之前不会运行任何东西。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/header.py" line="153"/>
        <source>{} ({} % done)</source>
        <translation>{}（已完成 {} %）</translation>
    </message>
</context>
<context>
    <name>ComposeWorkspace</name>
    <message>
        <location filename="../../gui/views/compose/view.py" line="52"/>
        <source>Compose</source>
        <translation>编排</translation>
    </message>
</context>
<context>
    <name>Composing</name>
    <message>
        <location filename="../../gui/composing.py" line="86"/>
        <source>The preset {} could not be read.</source>
        <translation>无法读取预设 {}。</translation>
    </message>
</context>
<context>
    <name>CurvesPage</name>
    <message>
        <location filename="../../gui/views/compare/curves_page.py" line="53"/>
        <source>Curves of the runs</source>
        <translation>各运行的曲线</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/curves_page.py" line="236"/>
        <source>{} curves as a density: choose runs in the list to see them above it.</source>
        <translation>{} 条曲线以密度显示：在列表中选择运行，即可在其上看到它们。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/curves_page.py" line="241"/>
        <source>Only chosen runs are smoothed.</source>
        <translation>只平滑所选的运行。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/curves_page.py" line="243"/>
        <source>{} runs do not tell where they lie on this axis.</source>
        <translation>{} 个运行没有说明自己在此横轴上的位置。</translation>
    </message>
</context>
<context>
    <name>DataDialog</name>
    <message>
        <location filename="../../gui/views/compose/data_dialog.py" line="66"/>
        <source>A look at the data</source>
        <translation>查看数据</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/data_dialog.py" line="82"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/data_dialog.py" line="98"/>
        <source>{0}: {1} of {2} training samples</source>
        <translation>{0}：{2} 个训练样本中的 {1} 个</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/data_dialog.py" line="119"/>
        <source>Pictures with their class</source>
        <translation>图片及其类别</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/data_dialog.py" line="120"/>
        <source>Some training samples, changed at random as the first epoch sees them.</source>
        <translation>一些训练样本，按第一轮所见随机变化。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/data_dialog.py" line="134"/>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/data_dialog.py" line="135"/>
        <source>Some training samples, each under its number.</source>
        <translation>一些训练样本，各在其编号之下。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/data_dialog.py" line="142"/>
        <source>Rows of numbers, as training sees them</source>
        <translation>训练所见的数字行</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/data_dialog.py" line="143"/>
        <source>Numbers as training sees them: standardised, and a column for each word.</source>
        <translation>训练所见的数字：已标准化，每个词一列。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/data_dialog.py" line="148"/>
        <source>Classes and how many samples they have</source>
        <translation>各类别及其样本数</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/data_dialog.py" line="149"/>
        <source>How many samples each class has; the longest bar has the most.</source>
        <translation>每个类别有多少样本；最长的条最多。</translation>
    </message>
</context>
<context>
    <name>DataLook</name>
    <message>
        <location filename="../../gui/views/compose/data_look.py" line="26"/>
        <source>Look at the data…</source>
        <translation>查看数据…</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/data_look.py" line="30"/>
        <source>Some samples with their class, and how many samples each class has.</source>
        <translation>一些样本及其类别，以及每个类别的样本数。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/data_look.py" line="65"/>
        <source>The data are being read…</source>
        <translation>正在读取数据…</translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/compose/data_look.py" line="79"/>
        <source>%n different token(s)</source>
        <translation>
            <numerusform>%n 个不同的词元</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/compose/data_look.py" line="81"/>
        <source>%n class(es)</source>
        <translation>
            <numerusform>%n 个类别</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/data_look.py" line="82"/>
        <source>{0} training and {1} test samples of {2}; {3}</source>
        <translation>{0} 个训练样本和 {1} 个测试样本，形状 {2}；{3}</translation>
    </message>
</context>
<context>
    <name>DeleteDialog</name>
    <message>
        <location filename="../../gui/views/runs/delete_dialog.py" line="20"/>
        <location filename="../../gui/views/runs/delete_dialog.py" line="26"/>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/delete_dialog.py" line="21"/>
        <source>Move {} runs to the trash?</source>
        <translation>将 {} 个运行移到回收站？</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/delete_dialog.py" line="22"/>
        <source>Move this run to the trash?</source>
        <translation>将此运行移到回收站？</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/delete_dialog.py" line="24"/>
        <source>Checkpoints and logs go along. Nothing is erased: the trash is under “Import, export”.</source>
        <translation>检查点和日志一并移走。不会删除任何内容：回收站在“导入导出”中。</translation>
    </message>
</context>
<context>
    <name>DetailsCard</name>
    <message>
        <location filename="../../gui/views/run/details.py" line="61"/>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/details.py" line="61"/>
        <source>What happened</source>
        <translation>事件</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/details.py" line="62"/>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/details.py" line="62"/>
        <source>Saved</source>
        <translation>保存时间</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/details.py" line="62"/>
        <source>Seconds</source>
        <translation>用时（秒）</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/details.py" line="62"/>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/details.py" line="73"/>
        <location filename="../../gui/views/run/details.py" line="163"/>
        <source>Spec</source>
        <translation>配置</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/details.py" line="98"/>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/details.py" line="68"/>
        <source>Step time</source>
        <translation>单步用时</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/details.py" line="69"/>
        <source>Weave</source>
        <translation>织图</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/details.py" line="70"/>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/details.py" line="71"/>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/details.py" line="72"/>
        <source>Checkpoints</source>
        <translation>检查点</translation>
    </message>
</context>
<context>
    <name>DeviceCard</name>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="45"/>
        <source>Busy</source>
        <translation>忙碌</translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="46"/>
        <source>Memory used</source>
        <translation>已用内存</translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="47"/>
        <source>Power</source>
        <translation>功率</translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="48"/>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="90"/>
        <source>used by {}</source>
        <translation>被 {} 使用</translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="90"/>
        <source>free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="100"/>
        <source>clock {} MHz</source>
        <translation>频率 {} MHz</translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="103"/>
        <source>throttled: {}</source>
        <translation>降频：{}</translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/device_card.py" line="110"/>
        <source>not reported by this device: {}</source>
        <translation>此设备不报告：{}</translation>
    </message>
</context>
<context>
    <name>DeviceTile</name>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="52"/>
        <source>A device to train on. Click to choose it or leave it out; Shift chooses all between, Ctrl+A every one. A dashed frame: taken because it is free.</source>
        <translation>用于训练的设备。单击可选择或取消；按住 Shift 选择之间的全部，Ctrl+A 选择全部。虚线框：因空闲而被选用。</translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/compose/device_tile.py" line="150"/>
        <source>%n core(s)</source>
        <translation>
            <numerusform>%n 个核心</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="154"/>
        <source>busy {} %</source>
        <translation>忙碌 {} %</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="161"/>
        <source>{} GiB</source>
        <translation>{} GiB</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="162"/>
        <source>{} / {} GiB</source>
        <translation>{} / {} GiB</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="167"/>
        <source>not on this machine</source>
        <translation>不在本机上</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="172"/>
        <source>pid {} {}</source>
        <translation>pid {} {}</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="173"/>
        <source>free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="178"/>
        <source>used by run {}</source>
        <translation>被运行 {} 使用</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/device_tile.py" line="182"/>
        <source>process {} {} of {}: {} GiB</source>
        <translation>进程 {} {}（{}）：{} GiB</translation>
    </message>
</context>
<context>
    <name>DevicesCard</name>
    <message>
        <location filename="../../gui/views/compose/devices_card.py" line="68"/>
        <location filename="../../gui/views/run/devices_card.py" line="27"/>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_card.py" line="74"/>
        <source>Looking for devices…</source>
        <translation>正在查找设备…</translation>
    </message>
</context>
<context>
    <name>DevicesCorner</name>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="30"/>
        <source>How many devices</source>
        <translation>设备数量</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="33"/>
        <source>Kind of devices</source>
        <translation>设备种类</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="34"/>
        <source>CPU slices</source>
        <translation>CPU 切片</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="35"/>
        <source>GPUs</source>
        <translation>GPU</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="38"/>
        <location filename="../../gui/views/compose/devices_corner.py" line="97"/>
        <source>any free</source>
        <translation>任意空闲</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="39"/>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="40"/>
        <source>Choose every device of this kind (Ctrl+A)</source>
        <translation>选择此类全部设备 (Ctrl+A)</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="41"/>
        <source>cores in a CPU slice</source>
        <translation>每个 CPU 切片的核心数</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="43"/>
        <source>Cores in a CPU slice</source>
        <translation>每个 CPU 切片的核心数</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="49"/>
        <source>CPU slices…</source>
        <translation>CPU 切片…</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="50"/>
        <source>Show this machine&apos;s CPU slices beside its GPUs</source>
        <translation>在 GPU 旁显示本机的 CPU 切片</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="93"/>
        <source>{} of {} chosen</source>
        <translation>已选 {} / {}</translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/compose/devices_corner.py" line="95"/>
        <source>of %n, whichever is free</source>
        <translation>
            <numerusform>/ %n，任意空闲</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="97"/>
        <source>by name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="99"/>
        <source>Take as many, whichever are free when the run starts</source>
        <translation>数量相同，启动时任选空闲设备</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/devices_corner.py" line="101"/>
        <source>Keep to the devices that are marked now</source>
        <translation>固定使用现在标记的设备</translation>
    </message>
</context>
<context>
    <name>DifferencesModel</name>
    <message>
        <location filename="../../gui/views/compare/differences.py" line="36"/>
        <location filename="../../gui/views/compare/differences.py" line="51"/>
        <source>Run</source>
        <translation>运行</translation>
    </message>
</context>
<context>
    <name>DifferencesPage</name>
    <message>
        <location filename="../../gui/views/compare/differences.py" line="99"/>
        <source>What differs between the runs</source>
        <translation>各运行之间的差异</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/differences.py" line="109"/>
        <source>Nothing differs between these runs but their names.</source>
        <translation>这些运行除名称外没有差异。</translation>
    </message>
</context>
<context>
    <name>Duel</name>
    <message>
        <location filename="../../gui/views/lab/duel.py" line="113"/>
        <source>Two runs side by side</source>
        <translation>两次运行并排</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel.py" line="115"/>
        <source>Start a pair</source>
        <translation>启动一对运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel.py" line="119"/>
        <source>What is composed, on one device and on all there are, with as many samples a step. Where both need a device, the second starts when the first is over.</source>
        <translation>把当前配置分别放在一个设备和全部设备上运行，每步样本数相同。两者需要同一设备时，第二个在第一个结束后开始。</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel.py" line="124"/>
        <source>All studies</source>
        <translation>全部研究</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel.py" line="189"/>
        <source>Choose two runs: they may go on, or be over.</source>
        <translation>请选择两次运行：可以正在进行，也可以已结束。</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel.py" line="193"/>
        <source>Known once both have trained a step.</source>
        <translation>两者都训练过一步后可知。</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel.py" line="196"/>
        <source>{0} on {1} against {2} on {3}, in samples a second</source>
        <translation>{0}（{1} 个设备）对 {2}（{3} 个设备），按每秒样本数</translation>
    </message>
</context>
<context>
    <name>DuelPlot</name>
    <message>
        <location filename="../../gui/views/lab/duel_plot.py" line="54"/>
        <source>smoothed</source>
        <translation>平滑</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel_plot.py" line="55"/>
        <source>logarithmic</source>
        <translation>对数刻度</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel_plot.py" line="59"/>
        <source>Curves of both runs</source>
        <translation>两个运行的曲线</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel_plot.py" line="71"/>
        <source>Loss in training</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel_plot.py" line="72"/>
        <source>Loss on the test samples</source>
        <translation>测试样本上的损失</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel_plot.py" line="73"/>
        <source>Accuracy on the test samples</source>
        <translation>测试样本上的准确率</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel_plot.py" line="74"/>
        <source>Samples a second</source>
        <translation>每秒样本数</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel_plot.py" line="78"/>
        <source>by seconds since each began</source>
        <translation>按各自开始后的秒数</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel_plot.py" line="79"/>
        <source>by samples seen</source>
        <translation>按已见样本数</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel_plot.py" line="80"/>
        <source>by step</source>
        <translation>按步</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel_plot.py" line="81"/>
        <source>by the clock</source>
        <translation>按时钟</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel_plot.py" line="85"/>
        <source>Which metric</source>
        <translation>哪个指标</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel_plot.py" line="86"/>
        <source>What lies along the plot</source>
        <translation>横轴是什么</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel_plot.py" line="163"/>
        <source>A run does not tell how many samples a step has: it is left out.</source>
        <translation>有运行没有说明每步有多少样本：它被略去。</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel_plot.py" line="184"/>
        <source>Nothing of this is known yet.</source>
        <translation>还没有这方面的数据。</translation>
    </message>
</context>
<context>
    <name>EmptyRuns</name>
    <message>
        <location filename="../../gui/views/runs/empty.py" line="46"/>
        <source>No runs yet</source>
        <translation>还没有运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/empty.py" line="50"/>
        <source>Every run you start will be listed here. Each of these trains on this very machine in under a minute:</source>
        <translation>您启动的每次运行都会列在这里。下面每一个都能在这台机器上一分钟内训练完成：</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/empty.py" line="81"/>
        <source>Or bring runs from elsewhere: drop their zip files here.</source>
        <translation>也可从别处带来运行：将其 zip 文件拖放到这里。</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/empty.py" line="111"/>
        <source>Try it</source>
        <translation>试一试</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/empty.py" line="127"/>
        <source>Two cores at once</source>
        <translation>两个核心一起</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/empty.py" line="128"/>
        <source>A CNN learns handwritten digits with DistributedDataParallel: a process a core.</source>
        <translation>用 DistributedDataParallel 训练识别手写数字的 CNN：每个核心一个进程。</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/empty.py" line="131"/>
        <source>One core</source>
        <translation>一个核心</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/empty.py" line="132"/>
        <source>The same CNN on a single core: what the others are compared with.</source>
        <translation>同一个 CNN，只用一个核心：其他方案以它为比较基准。</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/empty.py" line="135"/>
        <source>In a few seconds</source>
        <translation>几秒钟</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/empty.py" line="136"/>
        <source>A small multi-layer perceptron on one core. Done before you have read this.</source>
        <translation>一个核心上的小型多层感知机。读完这句话就训练好了。</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/empty.py" line="139"/>
        <source>One process, two cores</source>
        <translation>一个进程，两个核心</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/empty.py" line="140"/>
        <source>The same CNN with DataParallel: a replica on each of two cores.</source>
        <translation>同一个 CNN，使用 DataParallel：两个核心上各有一个副本。</translation>
    </message>
</context>
<context>
    <name>ExchangeMenu</name>
    <message>
        <location filename="../../gui/views/runs/exchange_menu.py" line="28"/>
        <source>Import, export</source>
        <translation>导入导出</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange_menu.py" line="31"/>
        <source>Export as zip…</source>
        <translation>导出为 zip…</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange_menu.py" line="32"/>
        <source>The whole run folder in one file, for another machine</source>
        <translation>整个运行文件夹存为一个文件，可用于另一台机器</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange_menu.py" line="33"/>
        <source>Export curves</source>
        <translation>导出曲线</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange_menu.py" line="38"/>
        <source>Import zip files of runs…</source>
        <translation>导入运行的 zip 文件…</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange_menu.py" line="39"/>
        <source>Or drop them on this page</source>
        <translation>也可拖放到本页面</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange_menu.py" line="41"/>
        <source>Import TensorBoard&apos;s files…</source>
        <translation>导入 TensorBoard 文件…</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange_menu.py" line="43"/>
        <source>Look into the trash…</source>
        <translation>查看回收站…</translation>
    </message>
</context>
<context>
    <name>FiguresCard</name>
    <message>
        <location filename="../../gui/views/run/figures.py" line="37"/>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/figures.py" line="38"/>
        <source>Epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/figures.py" line="39"/>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/figures.py" line="40"/>
        <source>Test loss</source>
        <translation>测试损失</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/figures.py" line="41"/>
        <source>Test accuracy</source>
        <translation>测试准确率</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/figures.py" line="42"/>
        <source>Samples/s</source>
        <translation>样本/秒</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/figures.py" line="43"/>
        <source>Step time</source>
        <translation>单步用时</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/figures.py" line="44"/>
        <source>Elapsed</source>
        <translation>已用时间</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/figures.py" line="45"/>
        <source>Left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/figures.py" line="75"/>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/figures.py" line="120"/>
        <source>no limit in steps</source>
        <translation>不限步数</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <location filename="../../gui/views/runs/finder.py" line="55"/>
        <source>Search runs</source>
        <translation>搜索运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/finder.py" line="56"/>
        <source>Words, or strategy:ddp accuracy&gt;0.97 tag:…</source>
        <translation>文字，或 strategy:ddp accuracy&gt;0.97 tag:…</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/finder.py" line="102"/>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/finder.py" line="103"/>
        <source>Alive</source>
        <translation>进行中</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/finder.py" line="104"/>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/finder.py" line="105"/>
        <source>Completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/finder.py" line="106"/>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/finder.py" line="107"/>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/finder.py" line="142"/>
        <source>Words are looked for in name, tags, note, state, strategy, model and data.
strategy:ddp, tag:paper, -state:failed, state:failed|killed
accuracy&gt;0.97, duration&lt;5m, started&gt;2026-11-01
training.learning_rate&lt;=0.01, best(eval/accuracy)&gt;97%
is:archived, has:note, &quot;two words&quot;</source>
        <translation>文字会在名称、标签、备注、状态、策略、模型和数据中查找。
strategy:ddp, tag:paper, -state:failed, state:failed|killed
accuracy&gt;0.97, duration&lt;5m, started&gt;2026-11-01
training.learning_rate&lt;=0.01, best(eval/accuracy)&gt;97%
is:archived, has:note, &quot;two words&quot;</translation>
    </message>
</context>
<context>
    <name>Form</name>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="23"/>
        <source>Average</source>
        <translation>平均</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="24"/>
        <source>Clip to View</source>
        <translation>只画可见部分</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="25"/>
        <source>Max Traces:</source>
        <translation>最多曲线数：</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="26"/>
        <source>Downsample</source>
        <translation>降采样</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="27"/>
        <source>Peak</source>
        <translation>峰值</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="28"/>
        <source>Forget hidden traces</source>
        <translation>丢弃隐藏的曲线</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="29"/>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="30"/>
        <source>Subsample</source>
        <translation>抽样</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="31"/>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="32"/>
        <source>Log X</source>
        <translation>X 轴对数</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="33"/>
        <source>Log Y</source>
        <translation>Y 轴对数</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="34"/>
        <source>Power Spectrum (FFT)</source>
        <translation>功率谱（FFT）</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="35"/>
        <source>Subtract Mean</source>
        <translation>减去均值</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="36"/>
        <source>Points</source>
        <translation>数据点</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="37"/>
        <source>Show X Grid</source>
        <translation>显示 X 网格</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="38"/>
        <source>Show Y Grid</source>
        <translation>显示 Y 网格</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="39"/>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="40"/>
        <source>Alpha</source>
        <translation>透明度</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="41"/>
        <source>Link Axis:</source>
        <translation>联动坐标轴：</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="42"/>
        <source>Manual</source>
        <translation>手动</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="43"/>
        <source>Invert Axis</source>
        <translation>反转坐标轴</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="44"/>
        <source>Mouse Enabled</source>
        <translation>允许鼠标操作</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="45"/>
        <source>Visible Data Only</source>
        <translation>只按可见数据</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="46"/>
        <source>Auto Pan Only</source>
        <translation>只自动平移</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="47"/>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="48"/>
        <source>Item to export:</source>
        <translation>要导出的项目：</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="49"/>
        <source>Export format</source>
        <translation>导出格式</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="50"/>
        <source>Export options</source>
        <translation>导出选项</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="51"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="52"/>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>GraphicsScene</name>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="22"/>
        <source>Export...</source>
        <translation>导出…</translation>
    </message>
</context>
<context>
    <name>Headline</name>
    <message>
        <location filename="../../gui/views/lab/headline.py" line="38"/>
        <source>Runs of the study</source>
        <translation>本研究的运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/headline.py" line="72"/>
        <source>{} of ideal</source>
        <translation>理想值的 {}</translation>
    </message>
</context>
<context>
    <name>KillDialog</name>
    <message>
        <location filename="../../gui/views/run/kill_dialog.py" line="17"/>
        <source>Kill this run</source>
        <translation>强制结束此运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/kill_dialog.py" line="18"/>
        <source>Kill this run?</source>
        <translation>强制结束此运行？</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/kill_dialog.py" line="20"/>
        <source>Its processes end at once. What came after the last checkpoint is lost.</source>
        <translation>其进程立即结束。最后一个检查点之后的内容将丢失。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/kill_dialog.py" line="22"/>
        <source>Kill</source>
        <translation>强制结束</translation>
    </message>
</context>
<context>
    <name>Lab</name>
    <message>
        <location filename="../../gui/views/lab/choices.py" line="36"/>
        <source>One core, more cores, a GPU</source>
        <translation>一个核心、多个核心、一块 GPU</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/choices.py" line="37"/>
        <source>DataParallel against DDP</source>
        <translation>DataParallel 对 DDP</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/choices.py" line="38"/>
        <source>Processes that prepare batches</source>
        <translation>准备批次的进程数</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/choices.py" line="39"/>
        <source>How a CNN scales over devices</source>
        <translation>CNN 随设备数的扩展</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/choices.py" line="40"/>
        <source>A GPT in every strategy</source>
        <translation>GPT 的各种策略</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="24"/>
        <source>line {}</source>
        <translation>第 {} 行</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="60"/>
        <source>{} s</source>
        <translation>{} 秒</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="61"/>
        <source>{} min</source>
        <translation>{} 分钟</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="62"/>
        <source>{} h</source>
        <translation>{} 小时</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="70"/>
        <source>{} independent devices at once: the machine&apos;s limit</source>
        <translation>{} 个独立设备同时运行：测量本机的极限</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="73"/>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="79"/>
        <source>{0} of {1} rounds</source>
        <translation>{1} 轮中已完成 {0} 轮</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="81"/>
        <source>run {0} of {1}</source>
        <translation>第 {0} 次运行，共 {1} 次</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="84"/>
        <source>about {} left</source>
        <translation>约剩 {}</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="92"/>
        <source>Amdahl&apos;s law</source>
        <translation>阿姆达尔定律</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="93"/>
        <source>Gustafson&apos;s law</source>
        <translation>古斯塔夫森定律</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="94"/>
        <source>Universal scalability law</source>
        <translation>通用可扩展性定律</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="97"/>
        <source>serial share</source>
        <translation>串行占比</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="98"/>
        <source>contention</source>
        <translation>争用</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="99"/>
        <source>coherency</source>
        <translation>一致性开销</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="105"/>
        <source>{0}, {1}: {2}</source>
        <translation>{0}（{1}）：{2}</translation>
    </message>
</context>
<context>
    <name>LastLines</name>
    <message>
        <location filename="../../gui/views/run/last_lines.py" line="19"/>
        <source>Last lines</source>
        <translation>最后几行</translation>
    </message>
</context>
<context>
    <name>LayerTable</name>
    <message>
        <location filename="../../gui/models/layer_table.py" line="80"/>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <location filename="../../gui/models/layer_table.py" line="81"/>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <location filename="../../gui/models/layer_table.py" line="82"/>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <location filename="../../gui/models/layer_table.py" line="83"/>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <location filename="../../gui/models/layer_table.py" line="84"/>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <location filename="../../gui/models/layer_table.py" line="125"/>
        <source>(the model)</source>
        <translation>（整个模型）</translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/models/layer_table.py" line="127"/>
        <source>%n layer(s)</source>
        <translation>
            <numerusform>%n 层</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../gui/models/layer_table.py" line="138"/>
        <source>trained</source>
        <translation>训练</translation>
    </message>
    <message>
        <location filename="../../gui/models/layer_table.py" line="140"/>
        <source>partly frozen</source>
        <translation>部分冻结</translation>
    </message>
    <message>
        <location filename="../../gui/models/layer_table.py" line="144"/>
        <source>frozen at first</source>
        <translation>起初冻结</translation>
    </message>
    <message>
        <location filename="../../gui/models/layer_table.py" line="145"/>
        <source>frozen</source>
        <translation>冻结</translation>
    </message>
    <message>
        <location filename="../../gui/models/layer_table.py" line="145"/>
        <source>from epoch {}</source>
        <translation>从第 {} 轮起</translation>
    </message>
</context>
<context>
    <name>LayersDialog</name>
    <message>
        <location filename="../../gui/views/compose/layers_dialog.py" line="41"/>
        <source>The layers of the model</source>
        <translation>模型的各层</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/layers_dialog.py" line="68"/>
        <location filename="../../gui/views/compose/layers_dialog.py" line="69"/>
        <source>Find a layer</source>
        <translation>查找层</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/layers_dialog.py" line="70"/>
        <source>Shows only the layers and blocks with this in their name.</source>
        <translation>只显示名称中含有此文字的层和块。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/layers_dialog.py" line="82"/>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/layers_dialog.py" line="85"/>
        <source>A check mark says that a layer is trained; without it, it is frozen. Space or a click switches a layer, or a whole block. It changes the option Freeze of the training.</source>
        <translation>勾选表示训练该层，不勾选表示冻结。按空格或单击可切换一层或整个块。它改变训练的“冻结”选项。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/layers_dialog.py" line="109"/>
        <source>Freeze the selected</source>
        <translation>冻结所选</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/layers_dialog.py" line="110"/>
        <source>Train the selected</source>
        <translation>训练所选</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/layers_dialog.py" line="119"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/layers_dialog.py" line="130"/>
        <source>{0} of {1} parameters are trained at the first step ({2} %)</source>
        <translation>第一步训练 {1} 个参数中的 {0} 个（{2} %）</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <location filename="../../gui/views/compare/legend.py" line="136"/>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
</context>
<context>
    <name>LogPage</name>
    <message>
        <location filename="../../gui/views/run/log_page.py" line="67"/>
        <source>Whose log</source>
        <translation>谁的日志</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/log_page.py" line="70"/>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/log_page.py" line="71"/>
        <source>all lines</source>
        <translation>全部</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/log_page.py" line="71"/>
        <source>warnings and errors</source>
        <translation>警告和错误</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/log_page.py" line="71"/>
        <source>errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/log_page.py" line="76"/>
        <source>Search (Enter: next)</source>
        <translation>搜索（Enter：下一个）</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/log_page.py" line="81"/>
        <source>follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/log_page.py" line="83"/>
        <source>Stay at the end as the log grows.</source>
        <translation>日志增长时停留在末尾。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/log_page.py" line="89"/>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/log_page.py" line="90"/>
        <source>Nothing was printed here, or nothing of this level.</source>
        <translation>这里没有输出，或没有这个级别的内容。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/log_page.py" line="126"/>
        <source>rank {} · {}</source>
        <translation>rank {} · {}</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/log_page.py" line="127"/>
        <source>launcher</source>
        <translation>启动器</translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/run/log_page.py" line="207"/>
        <source>%n found</source>
        <translation>
            <numerusform>找到 %n 处</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <location filename="../../gui/app.py" line="85"/>
        <source>Compose</source>
        <translation>编排</translation>
    </message>
    <message>
        <location filename="../../gui/app.py" line="86"/>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <location filename="../../gui/app.py" line="87"/>
        <source>Runs</source>
        <translation>全部运行</translation>
    </message>
    <message>
        <location filename="../../gui/app.py" line="88"/>
        <source>Lab</source>
        <translation>实验室</translation>
    </message>
    <message>
        <location filename="../../gui/app.py" line="89"/>
        <source>Monitor</source>
        <translation>监视</translation>
    </message>
</context>
<context>
    <name>ModelLook</name>
    <message>
        <location filename="../../gui/views/compose/model_look.py" line="25"/>
        <source>Layers…</source>
        <translation>各层…</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/model_look.py" line="29"/>
        <source>Every layer with its output and parameters; freeze or train it.</source>
        <translation>每一层及其输出和参数；可冻结或训练。</translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/compose/model_look.py" line="55"/>
        <source>%n layer(s)</source>
        <translation>
            <numerusform>%n 层</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/model_look.py" line="58"/>
        <source>{0} parameters in {1}, all trained</source>
        <translation>{1}共 {0} 个参数，全部训练</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/model_look.py" line="59"/>
        <source>{0} parameters in {1}, {2} of them trained at first</source>
        <translation>{1}共 {0} 个参数，起初训练其中 {2} 个</translation>
    </message>
</context>
<context>
    <name>MonitorWorkspace</name>
    <message>
        <location filename="../../gui/views/monitor/view.py" line="38"/>
        <source>Monitor</source>
        <translation>监视</translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/view.py" line="44"/>
        <source>How far back</source>
        <translation>时间范围</translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/view.py" line="45"/>
        <source>1 minute</source>
        <translation>1 分钟</translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/view.py" line="45"/>
        <source>10 minutes</source>
        <translation>10 分钟</translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/view.py" line="45"/>
        <source>1 hour</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <location filename="../../gui/views/monitor/view.py" line="45"/>
        <source>24 hours</source>
        <translation>24 小时</translation>
    </message>
</context>
<context>
    <name>MoreColumnsDialog</name>
    <message>
        <location filename="../../gui/views/runs/more_columns.py" line="37"/>
        <source>Columns of options and metrics</source>
        <translation>选项和指标列</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/more_columns.py" line="45"/>
        <source>Search options and metrics</source>
        <translation>搜索选项和指标</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/more_columns.py" line="46"/>
        <source>For instance learning_rate or eval/accuracy</source>
        <translation>例如 learning_rate 或 eval/accuracy</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/more_columns.py" line="51"/>
        <source>Options and metrics</source>
        <translation>选项和指标</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/more_columns.py" line="56"/>
        <source>last, min and max are a metric&apos;s last, least and greatest value.</source>
        <translation>last、min 和 max 是指标的最后值、最小值和最大值。</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/more_columns.py" line="60"/>
        <source>Add columns</source>
        <translation>添加列</translation>
    </message>
</context>
<context>
    <name>OptionEditor</name>
    <message>
        <location filename="../../gui/views/lab/option_editor.py" line="60"/>
        <source>Which option</source>
        <translation>哪个选项</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/option_editor.py" line="61"/>
        <source>A field of the spec</source>
        <translation>规格的一个字段</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/option_editor.py" line="70"/>
        <source>Values or a range</source>
        <translation>值或范围</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/option_editor.py" line="71"/>
        <source>values</source>
        <translation>若干值</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/option_editor.py" line="72"/>
        <source>from … to</source>
        <translation>从…到</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/option_editor.py" line="78"/>
        <source>Take this option out</source>
        <translation>去掉这个选项</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/option_editor.py" line="110"/>
        <source>Values</source>
        <translation>值</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/option_editor.py" line="111"/>
        <source>Values, with commas between them</source>
        <translation>各个值，用逗号隔开</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/option_editor.py" line="115"/>
        <source>Choose …</source>
        <translation>选择…</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/option_editor.py" line="225"/>
        <source>now {}</source>
        <translation>现为 {}</translation>
    </message>
</context>
<context>
    <name>OptionList</name>
    <message>
        <location filename="../../gui/views/lab/option_list.py" line="35"/>
        <source>Add an option</source>
        <translation>添加选项</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/option_list.py" line="137"/>
        <source>Another field …</source>
        <translation>其他字段…</translation>
    </message>
</context>
<context>
    <name>Pane</name>
    <message>
        <location filename="../../gui/views/lab/duel.py" line="40"/>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel.py" line="86"/>
        <source>Choose a run.</source>
        <translation>请选择一次运行。</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel.py" line="95"/>
        <source>{} samples/s</source>
        <translation>{} 样本/秒</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel.py" line="96"/>
        <source>step {0} of {1}</source>
        <translation>第 {0} 步，共 {1} 步</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/duel.py" line="98"/>
        <source>loss {}</source>
        <translation>损失 {}</translation>
    </message>
</context>
<context>
    <name>ParallelOptions</name>
    <message>
        <location filename="../../gui/views/compare/parallel_options.py" line="32"/>
        <source>Axes</source>
        <translation>坐标轴</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/parallel_options.py" line="35"/>
        <source>Choose axes. Drag a title to move its axis, double-click it for powers of ten; drag along an axis to restrict runs.</source>
        <translation>选择坐标轴。拖动标题可移动其轴，双击标题切换为对数；沿轴拖动可限定运行。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/parallel_options.py" line="41"/>
        <location filename="../../gui/views/compare/parallel_options.py" line="52"/>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/parallel_options.py" line="43"/>
        <location filename="../../gui/views/compare/parallel_options.py" line="55"/>
        <source>Colour by</source>
        <translation>着色依据</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/parallel_options.py" line="45"/>
        <source>Choose these runs</source>
        <translation>选择这些运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/parallel_options.py" line="46"/>
        <source>Choose the runs within all brushes</source>
        <translation>选择所有刷选范围内的运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/parallel_options.py" line="47"/>
        <source>Clear brushes</source>
        <translation>清除刷选</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/parallel_options.py" line="60"/>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/parallel_options.py" line="94"/>
        <source>value of the last axis</source>
        <translation>最后一轴的值</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/parallel_options.py" line="94"/>
        <source>run</source>
        <translation>运行</translation>
    </message>
</context>
<context>
    <name>ParallelPage</name>
    <message>
        <location filename="../../gui/views/compare/parallel_page.py" line="47"/>
        <source>Runs as lines over parallel axes</source>
        <translation>平行坐标轴上以线表示的运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/parallel_page.py" line="118"/>
        <source>Choose runs in the table to compare.</source>
        <translation>请在表格中选择要比较的运行。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/parallel_page.py" line="122"/>
        <source>There are not two axes: choose more under “Axes”. Figures come after first steps.</source>
        <translation>坐标轴不足两个：请在“坐标轴”中选择更多。数值在最初几步之后出现。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/parallel_page.py" line="157"/>
        <source>Drag along an axis to restrict runs, drag a title to move its axis. L: powers of ten.</source>
        <translation>沿轴拖动可限定运行，拖动标题可移动其轴。L：对数刻度。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/parallel_page.py" line="152"/>
        <source>{} of {} runs are within the brushes.</source>
        <translation>{} / {} 个运行在刷选范围内。</translation>
    </message>
</context>
<context>
    <name>ParallelPlot</name>
    <message>
        <location filename="../../gui/plots/parallel_plot.py" line="130"/>
        <source>none ({})</source>
        <translation>无（{}）</translation>
    </message>
    <message>
        <location filename="../../gui/plots/parallel_plot.py" line="132"/>
        <source> (log)</source>
        <translation>（对数）</translation>
    </message>
</context>
<context>
    <name>PartsForms</name>
    <message>
        <location filename="../../gui/views/compose/parts.py" line="45"/>
        <location filename="../../gui/views/compose/parts.py" line="60"/>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/parts.py" line="46"/>
        <location filename="../../gui/views/compose/parts.py" line="61"/>
        <source>Data</source>
        <translation>数据</translation>
    </message>
</context>
<context>
    <name>PictureList</name>
    <message>
        <location filename="../../gui/models/samples.py" line="83"/>
        <source>Sample {0}: {1}</source>
        <translation>样本 {0}：{1}</translation>
    </message>
</context>
<context>
    <name>PlanCard</name>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="56"/>
        <source>updated as you edit</source>
        <translation>随编辑更新</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="58"/>
        <source>The plan</source>
        <translation>计划</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="134"/>
        <source>To be mended</source>
        <translation>需要修正</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="124"/>
        <location filename="../../gui/views/compose/plan_card.py" line="136"/>
        <source>Worth knowing</source>
        <translation>值得注意</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="121"/>
        <source>Data and model are being read…</source>
        <translation>正在读取数据和模型…</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="136"/>
        <source>No problems</source>
        <translation>没有问题</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="138"/>
        <source>There is no plan yet: see below what is missing.</source>
        <translation>还没有计划：请看下面缺少什么。</translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/compose/plan_card.py" line="154"/>
        <source>rank(s)</source>
        <translation>
            <numerusform>个 rank</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/compose/plan_card.py" line="159"/>
        <source>step(s) an epoch</source>
        <translation>
            <numerusform>步每轮</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/compose/plan_card.py" line="166"/>
        <source>step(s) in all</source>
        <translation>
            <numerusform>总步数</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/compose/plan_card.py" line="171"/>
        <source>training sample(s)</source>
        <translation>
            <numerusform>训练样本</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="178"/>
        <source>bubble</source>
        <translation>气泡</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="180"/>
        <source>The share of a step in which a device waits for another, if all stages cost the same and passing on costs nothing</source>
        <translation>一步中设备互相等待的时间占比（假设各阶段成本相同、传递不花时间）</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="155"/>
        <source>Processes, joined by {}</source>
        <translation>进程，通过 {} 连接</translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/compose/plan_card.py" line="160"/>
        <source>The last of them has %n sample(s)</source>
        <translation>
            <numerusform>其中最后一步有 %n 个样本</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="162"/>
        <source>All of them whole</source>
        <translation>每一步都完整</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="165"/>
        <source>open</source>
        <translation>不限</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="167"/>
        <source>Where the limits in epochs and steps end the run</source>
        <translation>轮数与步数限制结束运行之处</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/plan_card.py" line="172"/>
        <source>{} more to evaluate on</source>
        <translation>另有 {} 个用于评估</translation>
    </message>
</context>
<context>
    <name>PlotItem</name>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="15"/>
        <source>Plot Options</source>
        <translation>图的选项</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="16"/>
        <source>Transforms</source>
        <translation>变换</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="17"/>
        <source>Downsample</source>
        <translation>降采样</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="18"/>
        <source>Average</source>
        <translation>平均</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="19"/>
        <source>Alpha</source>
        <translation>透明度</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="20"/>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="21"/>
        <source>Points</source>
        <translation>数据点</translation>
    </message>
</context>
<context>
    <name>PlotOptions</name>
    <message>
        <location filename="../../gui/views/run/plot_options.py" line="24"/>
        <source>by step</source>
        <translation>按步</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_options.py" line="25"/>
        <source>by epoch</source>
        <translation>按轮</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_options.py" line="26"/>
        <source>by time</source>
        <translation>按用时</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_options.py" line="27"/>
        <source>by clock</source>
        <translation>按时钟</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_options.py" line="31"/>
        <source>Horizontal axis</source>
        <translation>横轴</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_options.py" line="37"/>
        <location filename="../../gui/views/run/plot_options.py" line="67"/>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_options.py" line="43"/>
        <source>Log loss</source>
        <translation>对数损失</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_options.py" line="46"/>
        <source>Ignore outliers</source>
        <translation>忽略离群值</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_options.py" line="52"/>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_options.py" line="55"/>
        <source>Show everything and go on with the newest; a double click does so too.</source>
        <translation>显示全部并跟随最新数据；双击亦可。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_options.py" line="58"/>
        <source>Analyse…</source>
        <translation>分析…</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_options.py" line="61"/>
        <source>Opens a window with mean, deviation and slope of a region, spectrum and derivative.</source>
        <translation>打开一个窗口，查看选区的均值、标准差和斜率，以及频谱和导数。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_options.py" line="64"/>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
</context>
<context>
    <name>PlotSaver</name>
    <message>
        <location filename="../../gui/views/compare/beside.py" line="42"/>
        <source>Export the plot</source>
        <translation>导出图表</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/beside.py" line="48"/>
        <source>The plot could not be saved: {}.</source>
        <translation>图表无法保存：{}。</translation>
    </message>
</context>
<context>
    <name>PlotsPage</name>
    <message>
        <location filename="../../gui/views/run/plot_forms.py" line="43"/>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_forms.py" line="44"/>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_forms.py" line="49"/>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_forms.py" line="46"/>
        <source>Samples per second</source>
        <translation>每秒样本数</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_forms.py" line="41"/>
        <source>Nothing yet.</source>
        <translation>暂无数据。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_forms.py" line="56"/>
        <source>No readings of these devices.</source>
        <translation>没有这些设备的读数。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_forms.py" line="59"/>
        <source>Busy</source>
        <translation>忙碌</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_forms.py" line="62"/>
        <source>Memory used</source>
        <translation>已用内存</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_forms.py" line="69"/>
        <source>Power</source>
        <translation>功率</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plot_forms.py" line="72"/>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="70"/>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="72"/>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="86"/>
        <source>What is shown of the devices</source>
        <translation>显示设备的哪项指标</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="239"/>
        <source>Export plots</source>
        <translation>导出图表</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/plots_page.py" line="256"/>
        <source>The plots could not be saved: {}.</source>
        <translation>图表无法保存：{}。</translation>
    </message>
</context>
<context>
    <name>Presentation</name>
    <message>
        <location filename="../../gui/views/lab/present.py" line="31"/>
        <source>Speed-up</source>
        <translation>加速比</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/present.py" line="83"/>
        <source>{} of ideal</source>
        <translation>理想值的 {}</translation>
    </message>
</context>
<context>
    <name>PresetsMenu</name>
    <message>
        <location filename="../../gui/views/compose/presets_menu.py" line="33"/>
        <source>Open a TOML file…</source>
        <translation>打开 TOML 文件…</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/presets_menu.py" line="36"/>
        <source>Save as TOML…</source>
        <translation>另存为 TOML…</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/presets_menu.py" line="39"/>
        <source>Run a script of my own…</source>
        <translation>运行我自己的脚本…</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/presets_menu.py" line="75"/>
        <source>Open a spec</source>
        <translation>打开规格</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/presets_menu.py" line="75"/>
        <location filename="../../gui/views/compose/presets_menu.py" line="83"/>
        <source>Specs (*.toml)</source>
        <translation>规格 (*.toml)</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/presets_menu.py" line="83"/>
        <source>Save the spec</source>
        <translation>保存规格</translation>
    </message>
</context>
<context>
    <name>ProblemList</name>
    <message>
        <location filename="../../gui/views/compose/problem_list.py" line="129"/>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
</context>
<context>
    <name>ProblemRow</name>
    <message>
        <location filename="../../gui/views/compose/problem_list.py" line="69"/>
        <source>Go to its field: {}</source>
        <translation>转到字段：{}</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/problem_list.py" line="78"/>
        <source>Fix: {}</source>
        <translation>修正：{}</translation>
    </message>
</context>
<context>
    <name>PythonFileEditor</name>
    <message>
        <location filename="../../gui/widgets/path_editor.py" line="18"/>
        <source>A Python file…</source>
        <translation>Python 文件…</translation>
    </message>
    <message>
        <location filename="../../gui/widgets/path_editor.py" line="21"/>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <location filename="../../gui/widgets/path_editor.py" line="23"/>
        <location filename="../../gui/widgets/path_editor.py" line="34"/>
        <source>Choose a Python file</source>
        <translation>选择 Python 文件</translation>
    </message>
    <message>
        <location filename="../../gui/widgets/path_editor.py" line="38"/>
        <source>Python (*.py)</source>
        <translation>Python (*.py)</translation>
    </message>
</context>
<context>
    <name>RacePage</name>
    <message>
        <location filename="../../gui/views/lab/race.py" line="75"/>
        <source>All studies</source>
        <translation>全部研究</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="76"/>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="79"/>
        <source>Present</source>
        <translation>演示</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="80"/>
        <location filename="../../gui/views/lab/race.py" line="182"/>
        <source>Stop the race</source>
        <translation>停止比赛</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="81"/>
        <source>The run that is under way is ended; what was measured stays.</source>
        <translation>结束正在进行的运行；已测得的结果会保留。</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="98"/>
        <source>Web page (HTML) …</source>
        <translation>网页 (HTML) …</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="99"/>
        <source>Markdown …</source>
        <translation>Markdown …</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="100"/>
        <source>Table (CSV) …</source>
        <translation>表格 (CSV) …</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="101"/>
        <source>Drawings (SVG) …</source>
        <translation>图形 (SVG) …</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="102"/>
        <source>Picture of this page (PNG) …</source>
        <translation>本页图片 (PNG) …</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="111"/>
        <source>Speed-up</source>
        <translation>加速比</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="113"/>
        <source>Candidates</source>
        <translation>候选方案</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="115"/>
        <source>Where a step goes</source>
        <translation>一步的时间去向</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="145"/>
        <source>{0} steps a run after {1} of warm-up</source>
        <translation>每次运行预热 {1} 步后测量 {0} 步</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="168"/>
        <source>What was measured stays; start the study again for the rest.</source>
        <translation>已测得的结果会保留；其余部分请重新开始该研究。</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="172"/>
        <source>{0} failed: {1}</source>
        <translation>{0} 失败：{1}</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="182"/>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="218"/>
        <source>Where to keep the report</source>
        <translation>报告保存位置</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/race.py" line="235"/>
        <source>The picture could not be kept: {}</source>
        <translation>图片无法保存：{}</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <location filename="../../gui/views/compose/words.py" line="42"/>
        <source>Reading {0} of {1} folders…</source>
        <translation>正在读取第 {0} 个文件夹，共 {1} 个……</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/words.py" line="44"/>
        <source>Reading {0} of {1} MB…</source>
        <translation>正在读取：{1} MB 中的 {0} MB……</translation>
    </message>
</context>
<context>
    <name>RefusedNotice</name>
    <message>
        <location filename="../../gui/views/compose/notices.py" line="22"/>
        <source>… and {} more</source>
        <translation>……还有 {} 个</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/notices.py" line="27"/>
        <source>line {}</source>
        <translation>第 {} 行</translation>
    </message>
</context>
<context>
    <name>RegionTable</name>
    <message>
        <location filename="../../gui/plots/region_table.py" line="78"/>
        <source>Slope per step</source>
        <translation>斜率（每步）</translation>
    </message>
    <message>
        <location filename="../../gui/plots/region_table.py" line="78"/>
        <source>Slope per epoch</source>
        <translation>斜率（每轮）</translation>
    </message>
    <message>
        <location filename="../../gui/plots/region_table.py" line="80"/>
        <source>Curve</source>
        <translation>曲线</translation>
    </message>
    <message>
        <location filename="../../gui/plots/region_table.py" line="81"/>
        <source>Points</source>
        <translation>点数</translation>
    </message>
    <message>
        <location filename="../../gui/plots/region_table.py" line="82"/>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <location filename="../../gui/plots/region_table.py" line="83"/>
        <source>Std. deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <location filename="../../gui/plots/region_table.py" line="84"/>
        <source>Minimum</source>
        <translation>最小值</translation>
    </message>
    <message>
        <location filename="../../gui/plots/region_table.py" line="85"/>
        <source>Maximum</source>
        <translation>最大值</translation>
    </message>
    <message>
        <location filename="../../gui/plots/region_table.py" line="86"/>
        <source>Slope per second</source>
        <translation>斜率（每秒）</translation>
    </message>
</context>
<context>
    <name>ResumptionNotice</name>
    <message>
        <location filename="../../gui/views/compose/notices.py" line="45"/>
        <source>{0} goes on from step {1}.</source>
        <translation>{0} 将从第 {1} 步继续。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/notices.py" line="47"/>
        <source>{} has no checkpoint yet: it begins again.</source>
        <translation>{} 还没有检查点：它会重新开始。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/notices.py" line="51"/>
        <source>Devices, strategy, mesh and limits may change. What would make it another training is told as a problem of the plan.</source>
        <translation>设备、策略、网格和上限可以更改。会使它成为另一次训练的更改，会作为计划的问题指出。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/notices.py" line="54"/>
        <source>Compose a new run instead</source>
        <translation>改为编排新运行</translation>
    </message>
</context>
<context>
    <name>RowTable</name>
    <message>
        <location filename="../../gui/models/samples.py" line="130"/>
        <source>Class</source>
        <translation>类别</translation>
    </message>
</context>
<context>
    <name>RunActions</name>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="73"/>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="73"/>
        <source>Show the run (Enter)</source>
        <translation>显示该运行（Enter）</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="74"/>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="74"/>
        <source>Lay the chosen runs over each other (C)</source>
        <translation>将所选运行叠放比较（C）</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="75"/>
        <source>Resume</source>
        <translation>恢复</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="75"/>
        <source>Go on from the last checkpoint</source>
        <translation>从最后一个检查点继续</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="78"/>
        <source>Resume elsewhere…</source>
        <translation>换处恢复…</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="79"/>
        <source>Go on with other devices, another strategy or a higher limit</source>
        <translation>用其他设备、其他策略或更高的上限继续</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="81"/>
        <source>Clone</source>
        <translation>复制</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="81"/>
        <source>Compose a new run from this one&apos;s spec</source>
        <translation>以该运行的配置编排新的运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="82"/>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="82"/>
        <source>Save a checkpoint, then end</source>
        <translation>保存检查点后结束</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="83"/>
        <source>Earlier in the queue</source>
        <translation>在队列中提前</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="83"/>
        <source>Start earlier</source>
        <translation>更早开始</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="84"/>
        <source>Later in the queue</source>
        <translation>在队列中推后</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="84"/>
        <source>Start later</source>
        <translation>更晚开始</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="85"/>
        <source>Reveal folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="85"/>
        <source>Show the run&apos;s folder</source>
        <translation>显示该运行的文件夹</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="86"/>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="86"/>
        <source>Put away: listed only with is:archived</source>
        <translation>收起：仅在 is:archived 时列出</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="87"/>
        <source>Take out of the archive</source>
        <translation>取出归档</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="87"/>
        <source>List it again</source>
        <translation>重新列出</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="88"/>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/actions.py" line="88"/>
        <source>Move to the trash in the runs folder (Del)</source>
        <translation>移到运行文件夹中的回收站（Del）</translation>
    </message>
</context>
<context>
    <name>RunDetails</name>
    <message>
        <location filename="../../gui/views/runs/details.py" line="103"/>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="104"/>
        <source>Duration</source>
        <translation>用时</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="102"/>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="50"/>
        <source>Choose a run to see its figures, tags and note.</source>
        <translation>选择一个运行，查看它的数据、标签和备注。</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="99"/>
        <source>Strategy</source>
        <translation>策略</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="100"/>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="101"/>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="105"/>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="106"/>
        <source>Train loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="107"/>
        <source>Test loss</source>
        <translation>测试损失</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="108"/>
        <source>Test accuracy</source>
        <translation>测试准确率</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="109"/>
        <source>Samples/s</source>
        <translation>样本/秒</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="126"/>
        <source>with commas between them</source>
        <translation>用逗号分隔</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="130"/>
        <source>What did you learn from this run?</source>
        <translation>从这次运行中学到了什么？</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="132"/>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="166"/>
        <source>number {} in the queue</source>
        <translation>队列中第 {} 位</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/details.py" line="132"/>
        <source>Note</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>RunEvents</name>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="26"/>
        <source>{}: {}</source>
        <translation>{}：{}</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="29"/>
        <source>first step done</source>
        <translation>第一步完成</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="32"/>
        <source>epoch {} done at step {}</source>
        <translation>第 {} 轮完成，第 {} 步</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="35"/>
        <source>step {} tested: loss {}, accuracy {} %</source>
        <translation>第 {} 步测试：损失 {}，准确率 {} %</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="38"/>
        <source>checkpoint of step {} saved · {} s</source>
        <translation>第 {} 步的检查点已保存 · {} 秒</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="41"/>
        <source>{} obeyed</source>
        <translation>已执行 {}</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="43"/>
        <source>{} obeyed at step {}</source>
        <translation>命令 {} 于第 {} 步执行</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="48"/>
        <source>{} at step {}</source>
        <translation>{}，共 {} 步</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="55"/>
        <source>pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="56"/>
        <source>continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="57"/>
        <source>checkpoint now</source>
        <translation>立即保存检查点</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="58"/>
        <source>evaluate now</source>
        <translation>立即评估</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="59"/>
        <source>stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="60"/>
        <source>kill</source>
        <translation>终止</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="68"/>
        <source>periodic</source>
        <translation>定期</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="69"/>
        <source>asked for</source>
        <translation>手动</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="70"/>
        <source>at the stop</source>
        <translation>停止时</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/event_words.py" line="71"/>
        <source>at the end</source>
        <translation>结束时</translation>
    </message>
</context>
<context>
    <name>RunExchange</name>
    <message>
        <location filename="../../gui/views/runs/exchange.py" line="48"/>
        <source>Export and import runs and curves, look into the trash</source>
        <translation>导出和导入运行与曲线，查看回收站</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange.py" line="71"/>
        <source>Export the run</source>
        <translation>导出运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange.py" line="74"/>
        <source>Folder for a zip file of each run</source>
        <translation>存放各运行 zip 文件的文件夹</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange.py" line="81"/>
        <source>Export curves</source>
        <translation>导出曲线</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange.py" line="84"/>
        <source>Folder for the curves</source>
        <translation>存放曲线的文件夹</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange.py" line="91"/>
        <source>Import zip files of runs</source>
        <translation>导入运行的 zip 文件</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange.py" line="97"/>
        <source>Folder with TensorBoard&apos;s files</source>
        <translation>含 TensorBoard 文件的文件夹</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange.py" line="142"/>
        <source>Exporting {}…</source>
        <translation>正在导出 {}…</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange.py" line="143"/>
        <source>Writing curves to {}…</source>
        <translation>正在将曲线写入 {}…</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange.py" line="144"/>
        <location filename="../../gui/views/runs/exchange.py" line="145"/>
        <source>Importing {}…</source>
        <translation>正在导入 {}…</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange.py" line="148"/>
        <source>{} of {} files</source>
        <translation>{} / {} 个文件</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange.py" line="150"/>
        <source>{} points</source>
        <translation>{} 个点</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange.py" line="154"/>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/exchange.py" line="160"/>
        <source>Stopped: nothing half is left.</source>
        <translation>已停止：没有留下不完整的内容。</translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/runs/exchange.py" line="166"/>
        <source>%n run(s) exported to {}.</source>
        <translation>
            <numerusform>%n 个运行已导出到 {}。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/runs/exchange.py" line="167"/>
        <source>Curves of %n run(s) written to {}.</source>
        <translation>
            <numerusform>%n 个运行的曲线已写入 {}。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/runs/exchange.py" line="168"/>
        <source>%n run(s) imported.</source>
        <translation>
            <numerusform>已导入 %n 个运行。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/runs/exchange.py" line="169"/>
        <source>%n new run(s) imported.</source>
        <translation>
            <numerusform>已导入 %n 个新运行。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/runs/exchange.py" line="170"/>
        <source>%n run(s) put back.</source>
        <translation>
            <numerusform>已放回 %n 个运行。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/runs/exchange.py" line="171"/>
        <source>%n run(s) erased.</source>
        <translation>
            <numerusform>已彻底删除 %n 个运行。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunHeader</name>
    <message>
        <location filename="../../gui/views/run/header.py" line="46"/>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="46"/>
        <source>Pausing…</source>
        <translation>正在暂停…</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="47"/>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="47"/>
        <source>Continuing…</source>
        <translation>正在继续…</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="48"/>
        <source>Checkpoint now</source>
        <translation>立即存档</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="48"/>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="49"/>
        <source>Evaluate now</source>
        <translation>立即评估</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="49"/>
        <source>Evaluating…</source>
        <translation>正在评估…</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="50"/>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="50"/>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="51"/>
        <source>Kill</source>
        <translation>强制结束</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="51"/>
        <source>Killing…</source>
        <translation>正在结束…</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="52"/>
        <source>Resume</source>
        <translation>恢复</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="52"/>
        <source>Resuming…</source>
        <translation>正在恢复…</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="53"/>
        <source>Resume elsewhere…</source>
        <translation>换处恢复…</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="84"/>
        <source>Pause after this step; its devices stay its own.</source>
        <translation>这一步之后暂停；设备仍归它占用。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="85"/>
        <source>Continue where it was paused.</source>
        <translation>从暂停处继续。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="86"/>
        <source>Save a checkpoint now, and go on.</source>
        <translation>现在保存检查点，然后继续。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="87"/>
        <source>Evaluate on the test samples now, and go on.</source>
        <translation>现在用测试样本评估，然后继续。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="90"/>
        <source>Go on from the last checkpoint, on the same devices.</source>
        <translation>在相同的设备上从最后一个检查点继续。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="92"/>
        <source>Go on with other devices, another strategy or a higher limit: choose them in Compose.</source>
        <translation>用其他设备、其他策略或更高的上限继续：在“编排”中选择。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="98"/>
        <location filename="../../gui/views/run/header.py" line="99"/>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="103"/>
        <source>Clone into Compose</source>
        <translation>克隆到编排</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="104"/>
        <source>Open its folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="105"/>
        <source>Copy the folder&apos;s path</source>
        <translation>复制文件夹路径</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="171"/>
        <source>A script saves and evaluates when it wants to: Paraloom cannot ask it for that.</source>
        <translation>脚本自行决定何时保存和评估：Paraloom 无法要求它这样做。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="173"/>
        <source>Hold all its processes. What it waits for with a time limit goes on counting.</source>
        <translation>暂停其所有进程。带时限的等待仍会继续计时。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="174"/>
        <source>Ask the script to end, as Ctrl+C would; it is given time to save.</source>
        <translation>像 Ctrl+C 那样请脚本结束；会给它时间保存。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="175"/>
        <source>End its processes now.</source>
        <translation>立即结束其进程。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="88"/>
        <source>Stop after this step; a checkpoint is saved first.</source>
        <translation>在这一步之后停止；会先保存检查点。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/header.py" line="89"/>
        <source>End its processes now, without a checkpoint.</source>
        <translation>立即结束其进程，不保存检查点。</translation>
    </message>
</context>
<context>
    <name>RunState</name>
    <message>
        <location filename="../../gui/widgets/pill.py" line="27"/>
        <source>created</source>
        <translation>已创建</translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="28"/>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="29"/>
        <source>starting</source>
        <translation>启动中</translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="30"/>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="31"/>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="32"/>
        <source>stopping</source>
        <translation>停止中</translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="33"/>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="34"/>
        <source>completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="35"/>
        <source>killed</source>
        <translation>已终止</translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="36"/>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <location filename="../../gui/widgets/pill.py" line="37"/>
        <source>interrupted</source>
        <translation>中断</translation>
    </message>
</context>
<context>
    <name>RunTab</name>
    <message>
        <location filename="../../gui/views/run/tab.py" line="245"/>
        <source>(rank {} on {})</source>
        <translation>（rank {}，设备 {}）</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/tab.py" line="153"/>
        <source>seed {}</source>
        <translation>种子 {}</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/tab.py" line="157"/>
        <source>Script</source>
        <translation>脚本</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/tab.py" line="236"/>
        <source>Resume goes on from the last checkpoint.</source>
        <translation>“恢复”会从最后一个检查点继续。</translation>
    </message>
</context>
<context>
    <name>RunTableModel</name>
    <message>
        <location filename="../../gui/models/run_table.py" line="179"/>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="180"/>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="181"/>
        <source>Strategy</source>
        <translation>策略</translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="182"/>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="183"/>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="184"/>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="185"/>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="186"/>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="187"/>
        <source>Test loss</source>
        <translation>测试损失</translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="188"/>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="189"/>
        <source>Samples/s</source>
        <translation>样本/秒</translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="190"/>
        <source>Duration</source>
        <translation>用时</translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="191"/>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="192"/>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="193"/>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <location filename="../../gui/models/run_table.py" line="194"/>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
</context>
<context>
    <name>RunWorkspace</name>
    <message>
        <location filename="../../gui/views/run/view.py" line="52"/>
        <source>No run is open</source>
        <translation>没有打开的运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/view.py" line="53"/>
        <source>Start one in Compose, or open one from the table of all runs.</source>
        <translation>在“编排”中开始一个，或从全部运行的表格中打开一个。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/view.py" line="54"/>
        <source>Compose a run</source>
        <translation>编排一个运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/view.py" line="54"/>
        <source>All runs</source>
        <translation>全部运行</translation>
    </message>
</context>
<context>
    <name>RunsTable</name>
    <message>
        <location filename="../../gui/views/runs/table.py" line="61"/>
        <source>All runs</source>
        <translation>全部运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/table.py" line="171"/>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/table.py" line="181"/>
        <source>Option or metric…</source>
        <translation>选项或指标…</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/table.py" line="184"/>
        <source>As many as fit</source>
        <translation>能放下多少显示多少</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/table.py" line="282"/>
        <source>All runs are archived. Search for is:archived to see them.</source>
        <translation>所有运行都已归档。搜索 is:archived 即可看到它们。</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/table.py" line="284"/>
        <source>No run is like that. Search for less, or show all states.</source>
        <translation>没有符合条件的运行。请放宽搜索，或显示全部状态。</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/table.py" line="286"/>
        <source>No runs.</source>
        <translation>没有运行。</translation>
    </message>
</context>
<context>
    <name>RunsWorkspace</name>
    <message>
        <location filename="../../gui/views/runs/view.py" line="85"/>
        <source>Runs</source>
        <translation>全部运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="98"/>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="99"/>
        <source>Choose what the table shows</source>
        <translation>选择表格显示的内容</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="128"/>
        <source>Views</source>
        <translation>视图</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="129"/>
        <source>Columns, filter and order that were kept under a name</source>
        <translation>以名称保存的列、筛选和排序</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/view.py" line="242"/>
        <source>{} runs chosen</source>
        <translation>已选择 {} 个运行</translation>
    </message>
</context>
<context>
    <name>SampleStrip</name>
    <message numerus="yes">
        <location filename="../../gui/views/compose/sample_strip.py" line="48"/>
        <source>%n sample(s)</source>
        <translation>
            <numerusform>%n 个样本</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScatterOptions</name>
    <message>
        <location filename="../../gui/views/compare/scatter_options.py" line="23"/>
        <source>Horizontal axis</source>
        <translation>横轴</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/scatter_options.py" line="24"/>
        <source>Vertical axis</source>
        <translation>纵轴</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/scatter_options.py" line="25"/>
        <location filename="../../gui/views/compare/scatter_options.py" line="43"/>
        <source>Colour by</source>
        <translation>着色依据</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/scatter_options.py" line="26"/>
        <source>log →</source>
        <translation>对数 →</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/scatter_options.py" line="26"/>
        <source>log ↑</source>
        <translation>对数 ↑</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/scatter_options.py" line="28"/>
        <source>Logarithmic horizontal axis</source>
        <translation>横轴取对数</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/scatter_options.py" line="30"/>
        <source>Logarithmic values</source>
        <translation>数值取对数</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/scatter_options.py" line="34"/>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/scatter_options.py" line="40"/>
        <source>over</source>
        <translation>对</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/scatter_options.py" line="87"/>
        <source>run</source>
        <translation>运行</translation>
    </message>
</context>
<context>
    <name>ScatterPage</name>
    <message>
        <location filename="../../gui/views/compare/scatter_page.py" line="42"/>
        <source>Runs as points</source>
        <translation>以点表示的运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/scatter_page.py" line="95"/>
        <source>These runs have no figures yet: they are here after the first steps.</source>
        <translation>这些运行还没有数值：最初几步之后会出现在这里。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/scatter_page.py" line="97"/>
        <source>Choose runs in the table to compare.</source>
        <translation>请在表格中选择要比较的运行。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/scatter_page.py" line="114"/>
        <source>No run has both {} and {}: choose other axes above.</source>
        <translation>没有运行同时具有 {} 和 {}：请在上方选择其他轴。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/scatter_page.py" line="153"/>
        <source>{} of {} runs have no {} above zero and are not drawn.</source>
        <translation>{} / {} 个运行没有大于零的 {}，未绘出。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compare/scatter_page.py" line="155"/>
        <source>{} of {} runs have no {} and are not drawn.</source>
        <translation>{} / {} 个运行没有 {}，未绘出。</translation>
    </message>
</context>
<context>
    <name>ScriptCard</name>
    <message>
        <location filename="../../gui/views/compose/script_card.py" line="34"/>
        <source>Train with Paraloom instead</source>
        <translation>改由 Paraloom 训练</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/script_card.py" line="39"/>
        <source>Script</source>
        <translation>脚本</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/script_card.py" line="42"/>
        <source>A training script of your own, started unchanged on the devices above as torchrun would. Its curves are read from its TensorBoard files, or come from paraloom.log(step, loss=…).</source>
        <translation>您自己的训练脚本，原样在上面的设备上启动，如同 torchrun。其曲线从它的 TensorBoard 文件读取，或来自 paraloom.log(step, loss=…)。</translation>
    </message>
</context>
<context>
    <name>ScriptPlots</name>
    <message>
        <location filename="../../gui/views/run/script_plots.py" line="38"/>
        <source>No curves yet. They are read from the TensorBoard files that the script writes, or come from paraloom.log(step, loss=…).</source>
        <translation>还没有曲线。它们从脚本写的 TensorBoard 文件读取，或来自 paraloom.log(step, loss=…)。</translation>
    </message>
</context>
<context>
    <name>ScriptWords</name>
    <message>
        <location filename="../../gui/views/compose/script_words.py" line="15"/>
        <source>One process, which sees all the devices.</source>
        <translation>一个进程，能看到所有设备。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/script_words.py" line="18"/>
        <source>A process of its own on each device.</source>
        <translation>每个设备一个自己的进程。</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/script_words.py" line="21"/>
        <source>As with this command, in {}:</source>
        <translation>如同在 {} 中执行此命令：</translation>
    </message>
</context>
<context>
    <name>SearchForm</name>
    <message>
        <location filename="../../gui/views/lab/search_form.py" line="42"/>
        <source>What the best trial has most or least of</source>
        <translation>最好的试验以什么为准</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/search_form.py" line="45"/>
        <source>When a bad trial ends early</source>
        <translation>差的试验何时提前结束</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/search_form.py" line="134"/>
        <source>as is usual for it</source>
        <translation>按指标的惯例</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/search_form.py" line="135"/>
        <source>higher is better</source>
        <translation>越大越好</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/search_form.py" line="136"/>
        <source>lower is better</source>
        <translation>越小越好</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/search_form.py" line="150"/>
        <source>what it ended with</source>
        <translation>结束时的值</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/search_form.py" line="151"/>
        <source>the best it ever had</source>
        <translation>曾达到的最好值</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <location filename="../../gui/settings_dialog.py" line="30"/>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <location filename="../../gui/settings_dialog.py" line="34"/>
        <location filename="../../gui/settings_dialog.py" line="40"/>
        <source>as the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <location filename="../../gui/settings_dialog.py" line="34"/>
        <source>light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <location filename="../../gui/settings_dialog.py" line="34"/>
        <source>dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <location filename="../../gui/settings_dialog.py" line="46"/>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <location filename="../../gui/settings_dialog.py" line="53"/>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <location filename="../../gui/settings_dialog.py" line="54"/>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <location filename="../../gui/settings_dialog.py" line="45"/>
        <location filename="../../gui/settings_dialog.py" line="55"/>
        <location filename="../../gui/settings_dialog.py" line="83"/>
        <source>Folder of the runs</source>
        <translation>运行文件夹</translation>
    </message>
    <message>
        <location filename="../../gui/settings_dialog.py" line="56"/>
        <source>Language and folder take effect when Paraloom is opened again.</source>
        <translation>语言和文件夹在下次打开 Paraloom 时生效。</translation>
    </message>
</context>
<context>
    <name>SeveralRuns</name>
    <message>
        <location filename="../../gui/views/runs/several.py" line="50"/>
        <source>Tags of all these runs</source>
        <translation>这些运行共有的标签</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/several.py" line="55"/>
        <source>with commas between them</source>
        <translation>以逗号分隔</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/several.py" line="58"/>
        <source>Note of all these runs</source>
        <translation>所有这些运行的备注</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/several.py" line="80"/>
        <source>{} runs</source>
        <translation>{} 个运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/several.py" line="90"/>
        <source>Their notes differ: what you write is added to each.</source>
        <translation>它们的备注各不相同：所写内容会添加到每个备注之后。</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/several.py" line="92"/>
        <source>What did you learn from these runs?</source>
        <translation>您从这些运行中学到了什么？</translation>
    </message>
</context>
<context>
    <name>ShareBars</name>
    <message>
        <location filename="../../gui/plots/share_bars.py" line="24"/>
        <source>compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <location filename="../../gui/plots/share_bars.py" line="25"/>
        <source>communication</source>
        <translation>通信</translation>
    </message>
    <message>
        <location filename="../../gui/plots/share_bars.py" line="26"/>
        <source>data</source>
        <translation>数据</translation>
    </message>
    <message>
        <location filename="../../gui/plots/share_bars.py" line="27"/>
        <source>bubble</source>
        <translation>气泡</translation>
    </message>
    <message>
        <location filename="../../gui/plots/share_bars.py" line="28"/>
        <source>idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <location filename="../../gui/plots/share_bars.py" line="31"/>
        <source>Where the time of a step goes</source>
        <translation>一步的时间去向</translation>
    </message>
    <message>
        <location filename="../../gui/plots/share_bars.py" line="52"/>
        <source>Known after the first run.</source>
        <translation>第一次运行后可知。</translation>
    </message>
</context>
<context>
    <name>SpeedupChart</name>
    <message>
        <location filename="../../gui/plots/speedup_chart.py" line="25"/>
        <source>Speed-up over the single device</source>
        <translation>相对单个设备的加速比</translation>
    </message>
    <message>
        <location filename="../../gui/plots/speedup_chart.py" line="69"/>
        <location filename="../../gui/plots/speedup_chart.py" line="126"/>
        <source>ideal</source>
        <translation>理想</translation>
    </message>
    <message>
        <location filename="../../gui/plots/speedup_chart.py" line="69"/>
        <location filename="../../gui/plots/speedup_chart.py" line="127"/>
        <source>the machine&apos;s limit</source>
        <translation>本机极限</translation>
    </message>
    <message>
        <location filename="../../gui/plots/speedup_chart.py" line="69"/>
        <source>devices</source>
        <translation>设备数</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <location filename="../../gui/status_bar.py" line="91"/>
        <source>%n run(s) alive</source>
        <translation>
            <numerusform>%n 个运行进行中</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../gui/status_bar.py" line="98"/>
        <source>loom cold</source>
        <translation>织机未预热</translation>
    </message>
    <message>
        <location filename="../../gui/status_bar.py" line="99"/>
        <source>loom warming…</source>
        <translation>织机预热中…</translation>
    </message>
    <message>
        <location filename="../../gui/status_bar.py" line="100"/>
        <source>loom warm: starts at once</source>
        <translation>织机已预热：即刻启动</translation>
    </message>
    <message>
        <location filename="../../gui/status_bar.py" line="101"/>
        <source>loom broken: starts are slower</source>
        <translation>织机故障：启动会变慢</translation>
    </message>
    <message>
        <location filename="../../gui/status_bar.py" line="111"/>
        <source>{} GiB free</source>
        <translation>剩余 {} GiB</translation>
    </message>
</context>
<context>
    <name>StepAdvice</name>
    <message>
        <location filename="../../gui/views/run/step_advice.py" line="35"/>
        <source>Why is it no faster? The ranks wait for samples: give them more data workers.</source>
        <translation>为什么没有更快？各 rank 在等待样本：请增加数据加载进程。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/step_advice.py" line="37"/>
        <source>Why is it no faster? The ranks wait for each other: with a larger micro-batch, or more accumulation steps, they meet less often.</source>
        <translation>为什么没有更快？各 rank 在互相等待：增大微批次或梯度累积步数，可减少同步次数。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/step_advice.py" line="41"/>
        <source>Why is it no faster? Much of a step is spent beside the model: larger micro-batches make it count for less.</source>
        <translation>为什么没有更快？每步有不少时间花在模型之外：增大微批次可降低其占比。</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/step_advice.py" line="45"/>
        <source>Why is it no faster? Nearly all of a step is computing: that is as it should be.</source>
        <translation>为什么没有更快？几乎全部时间都在计算：这正是应有的状态。</translation>
    </message>
</context>
<context>
    <name>StepBars</name>
    <message>
        <location filename="../../gui/plots/step_bars.py" line="29"/>
        <source>data</source>
        <translation>数据</translation>
    </message>
    <message>
        <location filename="../../gui/plots/step_bars.py" line="30"/>
        <source>forward</source>
        <translation>前向</translation>
    </message>
    <message>
        <location filename="../../gui/plots/step_bars.py" line="31"/>
        <source>backward</source>
        <translation>反向</translation>
    </message>
    <message>
        <location filename="../../gui/plots/step_bars.py" line="32"/>
        <source>communication</source>
        <translation>通信</translation>
    </message>
    <message>
        <location filename="../../gui/plots/step_bars.py" line="33"/>
        <source>optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <location filename="../../gui/plots/step_bars.py" line="34"/>
        <source>rest</source>
        <translation>其余</translation>
    </message>
    <message>
        <location filename="../../gui/plots/step_bars.py" line="36"/>
        <source>Where the time of a step goes</source>
        <translation>单步时间的去向</translation>
    </message>
    <message>
        <location filename="../../gui/plots/step_bars.py" line="96"/>
        <source>Known after the first steps.</source>
        <translation>最初几步之后可知。</translation>
    </message>
    <message>
        <location filename="../../gui/plots/step_bars.py" line="107"/>
        <location filename="../../gui/plots/step_bars.py" line="134"/>
        <source>rank {}</source>
        <translation>rank {}</translation>
    </message>
</context>
<context>
    <name>StrategyCard</name>
    <message>
        <location filename="../../gui/views/compose/strategy_card.py" line="33"/>
        <location filename="../../gui/views/compose/strategy_card.py" line="83"/>
        <source>More options</source>
        <translation>更多选项</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/strategy_card.py" line="42"/>
        <source>Strategy</source>
        <translation>策略</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/strategy_card.py" line="83"/>
        <source>Fewer options</source>
        <translation>更少选项</translation>
    </message>
</context>
<context>
    <name>StudyChoices</name>
    <message>
        <location filename="../../gui/views/lab/choices.py" line="59"/>
        <source>Studies</source>
        <translation>研究</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/choices.py" line="65"/>
        <source>Open a TOML file …</source>
        <translation>打开 TOML 文件 …</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/choices.py" line="70"/>
        <source>strong: the same batch for every candidate</source>
        <translation>强扩展：每个候选的批次相同</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/choices.py" line="71"/>
        <source>weak: the same batch for every device</source>
        <translation>弱扩展：每个设备的批次相同</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/choices.py" line="95"/>
        <source>Scaling</source>
        <translation>扩展方式</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/choices.py" line="96"/>
        <source>Rounds</source>
        <translation>轮数</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/choices.py" line="97"/>
        <source>Measured steps</source>
        <translation>测量步数</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/choices.py" line="98"/>
        <source>Warm-up steps</source>
        <translation>预热步数</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/choices.py" line="161"/>
        <source>This spec, as Compose has it: {}</source>
        <translation>当前编排的方案：{}</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/choices.py" line="163"/>
        <source>From a file: {}</source>
        <translation>来自文件：{}</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/choices.py" line="204"/>
        <source>Open a study</source>
        <translation>打开研究</translation>
    </message>
</context>
<context>
    <name>StudySetup</name>
    <message>
        <location filename="../../gui/views/lab/setup.py" line="45"/>
        <source>Lab</source>
        <translation>实验室</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/setup.py" line="48"/>
        <source>Race ways to train against each other, round by round, and see which to use.</source>
        <translation>让各种训练方式逐轮比赛，看看该用哪一种。</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/setup.py" line="52"/>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/setup.py" line="54"/>
        <source>Raced so far</source>
        <translation>已比赛的研究</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/setup.py" line="57"/>
        <source>Studies raced so far</source>
        <translation>已比赛的研究</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/setup.py" line="61"/>
        <source>None yet. The first takes about two minutes: choose one, and start the race.</source>
        <translation>还没有。第一次大约需要两分钟：选择一个，然后开始比赛。</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/setup.py" line="72"/>
        <source>Sweeps of options</source>
        <translation>选项搜索</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/setup.py" line="74"/>
        <source>Try learning rates, batches or any option, and see which is best.</source>
        <translation>尝试不同的学习率、批大小或任意选项，看哪个最好。</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/setup.py" line="77"/>
        <source>Two runs side by side</source>
        <translation>两次运行并排</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/setup.py" line="79"/>
        <source>Any two runs, with how much faster one is: live while they go on.</source>
        <translation>任意两次运行，以及其中一个快多少：进行中实时更新。</translation>
    </message>
</context>
<context>
    <name>StudyState</name>
    <message>
        <location filename="../../gui/views/lab/words.py" line="34"/>
        <source>about to begin</source>
        <translation>即将开始</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="35"/>
        <source>warming up</source>
        <translation>预热中</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="36"/>
        <source>checking parity</source>
        <translation>检查一致性</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="37"/>
        <source>racing</source>
        <translation>比赛中</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="38"/>
        <source>completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="39"/>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="40"/>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/words.py" line="41"/>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
</context>
<context>
    <name>SweepChoices</name>
    <message>
        <location filename="../../gui/views/lab/sweep_list.py" line="56"/>
        <source>Sweeps</source>
        <translation>搜索</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_list.py" line="60"/>
        <source>Open a TOML file …</source>
        <translation>打开 TOML 文件…</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_list.py" line="120"/>
        <source>This spec, as Compose has it: {}</source>
        <translation>当前编排的方案：{}</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_list.py" line="121"/>
        <source>From a file: {}</source>
        <translation>来自文件：{}</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_list.py" line="131"/>
        <source>Open a sweep</source>
        <translation>打开搜索</translation>
    </message>
</context>
<context>
    <name>SweepForm</name>
    <message>
        <location filename="../../gui/views/lab/sweep_form.py" line="62"/>
        <source>What is tried</source>
        <translation>试什么</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_form.py" line="65"/>
        <source>Spec</source>
        <translation>规格</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_form.py" line="71"/>
        <source>Options that are varied</source>
        <translation>变化的选项</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_form.py" line="80"/>
        <source>How the best is sought</source>
        <translation>怎样寻找最好</translation>
    </message>
</context>
<context>
    <name>SweepHead</name>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="35"/>
        <source>Save as TOML …</source>
        <translation>另存为 TOML …</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="36"/>
        <source>Change and start anew</source>
        <translation>修改后重新开始</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="37"/>
        <source>Compare its runs</source>
        <translation>比较它的运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="74"/>
        <source>It cannot start like this: see what stands in red.</source>
        <translation>这样无法开始：请看红色的文字。</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="77"/>
        <location filename="../../gui/views/lab/sweep_head.py" line="101"/>
        <source>Start the sweep</source>
        <translation>开始搜索</translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/lab/sweep_head.py" line="93"/>
        <source>%n trial(s)</source>
        <translation>
            <numerusform>%n 个试验</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="94"/>
        <source>{} at once</source>
        <translation>同时 {} 个</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="96"/>
        <source>at most {}</source>
        <translation>最长 {}</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="98"/>
        <source>how long is known once one has ended</source>
        <translation>要等一次结束后才知道需要多久</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="101"/>
        <location filename="../../gui/views/lab/sweep_head.py" line="117"/>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="117"/>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="119"/>
        <source>Saving and stopping…</source>
        <translation>正在保存并停止…</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="119"/>
        <source>Stop the sweep</source>
        <translation>停止搜索</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="136"/>
        <source>every combination</source>
        <translation>每一种组合</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="136"/>
        <source>at random</source>
        <translation>随机</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="137"/>
        <source>the most {}</source>
        <translation>{} 最大</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="137"/>
        <source>the least {}</source>
        <translation>{} 最小</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="143"/>
        <source>{0} of {1} trials</source>
        <translation>{0}/{1} 个试验</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="147"/>
        <source>{} stopped early</source>
        <translation>{} 个提前停止</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="149"/>
        <source>about {} left</source>
        <translation>还需约 {}</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_head.py" line="156"/>
        <source>Best so far: trial {0} with {1}: {2}</source>
        <translation>目前最佳：试验 {0}，{1}：{2}</translation>
    </message>
</context>
<context>
    <name>SweepState</name>
    <message>
        <location filename="../../gui/views/lab/sweep_list.py" line="31"/>
        <source>about to begin</source>
        <translation>即将开始</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_list.py" line="32"/>
        <source>warming up</source>
        <translation>预热中</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_list.py" line="33"/>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_list.py" line="34"/>
        <source>completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_list.py" line="35"/>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_list.py" line="36"/>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweep_list.py" line="37"/>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
</context>
<context>
    <name>Sweeps</name>
    <message>
        <location filename="../../gui/views/lab/sweep_list.py" line="23"/>
        <source>Learning rate and batch of a perceptron</source>
        <translation>感知机的学习率与批大小</translation>
    </message>
</context>
<context>
    <name>SweepsPage</name>
    <message>
        <location filename="../../gui/views/lab/sweeps.py" line="75"/>
        <source>Sweeps</source>
        <translation>搜索</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweeps.py" line="104"/>
        <source>Sweeps of options</source>
        <translation>选项搜索</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweeps.py" line="106"/>
        <source>Try learning rates, batches or any option, and see which is best.</source>
        <translation>尝试不同的学习率、批大小或任意选项，看哪个最好。</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweeps.py" line="109"/>
        <source>Studies</source>
        <translation>研究</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweeps.py" line="121"/>
        <source>Trials, one after the other</source>
        <translation>逐个试验</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweeps.py" line="122"/>
        <source>What each trial found</source>
        <translation>各试验的结果</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/sweeps.py" line="277"/>
        <source>Save the sweep</source>
        <translation>保存搜索</translation>
    </message>
</context>
<context>
    <name>TextEditor</name>
    <message>
        <location filename="../../gui/widgets/fields.py" line="196"/>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>TrainingCard</name>
    <message>
        <location filename="../../gui/views/compose/training_card.py" line="46"/>
        <source>Constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/training_card.py" line="47"/>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/training_card.py" line="48"/>
        <source>Step decay</source>
        <translation>阶梯衰减</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/training_card.py" line="55"/>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/training_card.py" line="60"/>
        <source>Schedule</source>
        <translation>学习率计划</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/training_card.py" line="70"/>
        <location filename="../../gui/views/compose/training_card.py" line="100"/>
        <source>More options</source>
        <translation>更多选项</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/training_card.py" line="76"/>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <location filename="../../gui/views/compose/training_card.py" line="100"/>
        <source>Fewer options</source>
        <translation>更少选项</translation>
    </message>
</context>
<context>
    <name>TrashDialog</name>
    <message>
        <location filename="../../gui/views/runs/trash_dialog.py" line="31"/>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/trash_dialog.py" line="33"/>
        <source>Looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/trash_dialog.py" line="37"/>
        <source>Runs in the trash</source>
        <translation>回收站中的运行</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/trash_dialog.py" line="40"/>
        <source>Put back</source>
        <translation>放回</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/trash_dialog.py" line="42"/>
        <source>Erase all for good…</source>
        <translation>全部彻底删除…</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/trash_dialog.py" line="45"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/runs/trash_dialog.py" line="70"/>
        <source>%n run(s), newest first. Choose what is to be put back.</source>
        <translation>
            <numerusform>%n 个运行，最新的在前。请选择要放回的。</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/trash_dialog.py" line="71"/>
        <source>The trash is empty. “Move to trash” puts runs here; nothing is erased by itself.</source>
        <translation>回收站是空的。“移到回收站”会把运行放到这里；不会自动删除任何内容。</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/trash_dialog.py" line="90"/>
        <source>Erase for good</source>
        <translation>彻底删除</translation>
    </message>
    <message numerus="yes">
        <location filename="../../gui/views/runs/trash_dialog.py" line="91"/>
        <source>Erase %n run(s) for good?</source>
        <translation>
            <numerusform>彻底删除 %n 个运行？</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/trash_dialog.py" line="92"/>
        <source>Their curves, logs and checkpoints cannot be brought back.</source>
        <translation>它们的曲线、日志和检查点将无法恢复。</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/trash_dialog.py" line="93"/>
        <source>Erase</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>TrialChart</name>
    <message>
        <location filename="../../gui/plots/trial_chart.py" line="28"/>
        <source>Objective of each trial</source>
        <translation>每个试验的目标值</translation>
    </message>
    <message>
        <location filename="../../gui/plots/trial_chart.py" line="61"/>
        <source>Each trial is a mark here, as soon as it has a value.</source>
        <translation>每个试验一有数值就会在这里成为一个标记。</translation>
    </message>
    <message>
        <location filename="../../gui/plots/trial_chart.py" line="128"/>
        <source>completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <location filename="../../gui/plots/trial_chart.py" line="129"/>
        <source>under way</source>
        <translation>进行中</translation>
    </message>
    <message>
        <location filename="../../gui/plots/trial_chart.py" line="130"/>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <location filename="../../gui/plots/trial_chart.py" line="141"/>
        <source>best so far</source>
        <translation>目前最佳</translation>
    </message>
</context>
<context>
    <name>TrialTableModel</name>
    <message>
        <location filename="../../gui/models/trial_table.py" line="45"/>
        <source>trial</source>
        <translation>试验</translation>
    </message>
    <message>
        <location filename="../../gui/models/trial_table.py" line="45"/>
        <source>options</source>
        <translation>选项</translation>
    </message>
    <message>
        <location filename="../../gui/models/trial_table.py" line="45"/>
        <source>steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <location filename="../../gui/models/trial_table.py" line="45"/>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <location filename="../../gui/models/trial_table.py" line="63"/>
        <source>{} % done</source>
        <translation>已完成 {} %</translation>
    </message>
    <message>
        <location filename="../../gui/models/trial_table.py" line="65"/>
        <source>about to begin</source>
        <translation>即将开始</translation>
    </message>
    <message>
        <location filename="../../gui/models/trial_table.py" line="66"/>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <location filename="../../gui/models/trial_table.py" line="67"/>
        <source>being stopped</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <location filename="../../gui/models/trial_table.py" line="68"/>
        <source>waits to go on</source>
        <translation>等待继续</translation>
    </message>
    <message>
        <location filename="../../gui/models/trial_table.py" line="69"/>
        <source>completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <location filename="../../gui/models/trial_table.py" line="70"/>
        <source>stopped early</source>
        <translation>提前停止</translation>
    </message>
    <message>
        <location filename="../../gui/models/trial_table.py" line="71"/>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <location filename="../../gui/models/trial_table.py" line="72"/>
        <source>failed</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>TrialsTable</name>
    <message>
        <location filename="../../gui/views/lab/trials_table.py" line="23"/>
        <source>Trials</source>
        <translation>试验</translation>
    </message>
</context>
<context>
    <name>Unexpected</name>
    <message>
        <location filename="../../gui/unexpected.py" line="50"/>
        <source>A fault of the window: {}. Details are in {}.</source>
        <translation>窗口出错：{}。详情见 {}。</translation>
    </message>
</context>
<context>
    <name>VerdictCard</name>
    <message>
        <location filename="../../gui/views/lab/verdict_card.py" line="17"/>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/verdict_card.py" line="43"/>
        <source>Nothing is measured yet.</source>
        <translation>还没有测得任何结果。</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/verdict_card.py" line="53"/>
        <source>{0} is left out: {1}</source>
        <translation>{0} 未参加：{1}</translation>
    </message>
    <message>
        <location filename="../../gui/views/lab/verdict_card.py" line="53"/>
        <source>{0} failed: {1}</source>
        <translation>{0} 失败：{1}</translation>
    </message>
</context>
<context>
    <name>ViewBox</name>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="9"/>
        <source>ViewBox options</source>
        <translation>视图选项</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="10"/>
        <source>View All</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="11"/>
        <source>axis</source>
        <translation>轴</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="12"/>
        <source>Mouse Mode</source>
        <translation>鼠标模式</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="13"/>
        <source>3 button</source>
        <translation>三键</translation>
    </message>
    <message>
        <location filename="../../gui/plots/menu_words.py" line="14"/>
        <source>1 button</source>
        <translation>单键</translation>
    </message>
</context>
<context>
    <name>ViewsMenu</name>
    <message>
        <location filename="../../gui/views/runs/views_menu.py" line="20"/>
        <source>Views</source>
        <translation>视图</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/views_menu.py" line="23"/>
        <source>Forget</source>
        <translation>删除视图</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/views_menu.py" line="37"/>
        <source>Keep this view…</source>
        <translation>保存此视图…</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/views_menu.py" line="39"/>
        <source>Columns, filter and order under a name</source>
        <translation>以一个名称保存列、筛选和排序</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/views_menu.py" line="57"/>
        <source>Keep this view</source>
        <translation>保存此视图</translation>
    </message>
    <message>
        <location filename="../../gui/views/runs/views_menu.py" line="58"/>
        <source>Name of the view:</source>
        <translation>视图名称：</translation>
    </message>
</context>
<context>
    <name>Weave</name>
    <message>
        <location filename="../../gui/models/weave_parts.py" line="38"/>
        <source>{} more</source>
        <translation>另外 {} 层</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave_stages.py" line="93"/>
        <source>block {}</source>
        <translation>第 {} 块</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave_stages.py" line="94"/>
        <source>blocks {}</source>
        <translation>块 {}</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave_stages.py" line="98"/>
        <source>stage {}</source>
        <translation>阶段 {}</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="173"/>
        <source>rank {}: copied anew</source>
        <translation>rank {}：每步重新复制</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="175"/>
        <source>rank {}: a part</source>
        <translation>rank {}：一部分</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="177"/>
        <source>rank {}: a copy</source>
        <translation>rank {}：一份副本</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="178"/>
        <source>rank {}: the model</source>
        <translation>rank {}：整个模型</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave_parts.py" line="51"/>
        <location filename="../../gui/models/weave_parts.py" line="56"/>
        <source>hidden, {}</source>
        <translation>隐藏层，{}</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave_parts.py" line="56"/>
        <source>block, {}</source>
        <translation>卷积块，{}</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave_parts.py" line="70"/>
        <source>stage {}, {}</source>
        <translation>阶段 {}，{}</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave_parts.py" line="72"/>
        <source>stem, {}</source>
        <translation>首层，{}</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave_parts.py" line="84"/>
        <source>blocks, {}</source>
        <translation>块，{}</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave_parts.py" line="85"/>
        <source>embedding</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave_parts.py" line="110"/>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave_parts.py" line="112"/>
        <source>classes</source>
        <translation>分类</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave_stages.py" line="90"/>
        <source>blocks {} to {}</source>
        <translation>第 {} 至 {} 块</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="182"/>
        <source>gradients averaged</source>
        <translation>梯度平均</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="185"/>
        <source>weights gathered</source>
        <translation>收集权重</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="188"/>
        <source>gradients to shards</source>
        <translation>梯度归入分片</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="191"/>
        <source>sums in layers</source>
        <translation>层内求和</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="193"/>
        <source>activations</source>
        <translation>激活值</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="195"/>
        <source>new weights shared</source>
        <translation>分发新权重</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="204"/>
        <source>samples, weights</source>
        <translation>样本、权重</translation>
    </message>
    <message>
        <location filename="../../gui/models/weave.py" line="209"/>
        <source>outputs, gradients</source>
        <translation>输出、梯度</translation>
    </message>
    <message>
        <location filename="../../gui/plots/weave_words.py" line="29"/>
        <source>{} % of the work of a forward</source>
        <translation>占一次前向计算量的 {} %</translation>
    </message>
    <message>
        <location filename="../../gui/plots/weave_words.py" line="34"/>
        <source>… and {} more</source>
        <translation>… 还有 {} 个</translation>
    </message>
    <message>
        <location filename="../../gui/plots/weave_words.py" line="40"/>
        <source>{} parameters</source>
        <translation>{} 个参数</translation>
    </message>
</context>
<context>
    <name>WeaveView</name>
    <message>
        <location filename="../../gui/plots/weave.py" line="68"/>
        <source>Weave</source>
        <translation>织图</translation>
    </message>
    <message>
        <location filename="../../gui/plots/weave.py" line="251"/>
        <source>rank {}</source>
        <translation>rank {}</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <location filename="../../gui/wiring.py" line="90"/>
        <source>Runs are not touched. Please report it with that file.</source>
        <translation>运行不受影响。请附上该文件报告问题。</translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="158"/>
        <source>Go to Compose</source>
        <translation>转到编排</translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="159"/>
        <source>Go to Run</source>
        <translation>转到运行</translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="160"/>
        <source>Go to Runs</source>
        <translation>转到全部运行</translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="161"/>
        <source>Go to Lab</source>
        <translation>转到实验室</translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="162"/>
        <source>Go to Monitor</source>
        <translation>转到监视</translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="171"/>
        <source>Start what is composed</source>
        <translation>开始已编排的运行</translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="172"/>
        <source>Help for this field</source>
        <translation>此字段的帮助</translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="173"/>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="174"/>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="183"/>
        <source>Find an action</source>
        <translation>查找操作</translation>
    </message>
    <message>
        <location filename="../../gui/wiring.py" line="282"/>
        <source>Waiting for the runs to save and stop…</source>
        <translation>正在等待运行保存并停止…</translation>
    </message>
</context>
<context>
    <name>_DeviceRow</name>
    <message>
        <location filename="../../gui/views/run/devices_card.py" line="95"/>
        <source>busy</source>
        <translation>忙碌</translation>
    </message>
    <message>
        <location filename="../../gui/views/run/devices_card.py" line="95"/>
        <source>memory</source>
        <translation>内存</translation>
    </message>
</context>
</TS>
