"""Concepts, each with the words that mean it in English and Chinese.

A word may mean several things; what a sentence means is decided where skills are chosen, not here. English words stand
in their base form, with other forms only where they mean something else (`installed` is a state, `install` an act). An
underscore joins the words of a phrase. A concept in LIGHT says little about what is asked.
"""

from __future__ import annotations

from ghost_kernel.sentence import file_words, fillers, more_words, world_words

# CONCEPT  english … | chinese …
TABLE = """
WHAT      what | 什么 啥 什麼 甚么
WHICH     which what | 哪个 哪些 在哪些 在哪个 哪一个 哪几个 哪种 何种 哪
WHO       who whose | 谁 谁的 哪个人
WHERE     where whereabouts location locate located path lie living_in live reside keep kept store stored |
          在哪个目录 在哪个文件夹 在哪个路径 装哪 装在哪 装在哪里 装哪儿 装在哪儿 装到哪 哪里 哪儿 在哪 在哪里
          在哪儿 哪个目录 什么位置 位置 路径 什么地方 何处 在何处 放哪 放在哪 放哪了
WHEN      when what_time since_when how_long_ago | 什么时候 何时 几时 啥时候
WHY       why how_come reason cause what_make what_cause | 为什么 为啥 为何 原因 怎么会 咋会 什么原因 干嘛 怎么回事
          咋回事
HOW       how how_to way how_do how_can | 怎么 怎样 如何 咋 怎么样 怎么才能 方法 办法 怎么用 咋用 步骤
HOW_MUCH  how_much how_hot how_fast how_heavy how_high how_big how_large amount | 多少 多大 几多
HOW_MANY  how_many number_of count count_of | 几个 多少个 几条 数量 多少台 有几个 个数
HOW_LONG  how_long | 多久 多长时间 多长 多少时间
CHECK     check verify test confirm whether if see_if find_out make_sure look_at have_look look_whether curious
          wonder determine | 检查 查一下 查看 查查 看看 看一下 看下 确认 是否 是不是 有没有 瞧瞧 检测 查询 查下 瞅瞅
          查 看 判断 核实 了解
SHOW      show list print display give tell output say report get see view name let_know enumerate | 列表 清单 显示
          列出 列一下 打印 告诉 给出 输出 展示 列出来 罗列 列 说说 说 显示一下 来个 给
EXIST     exist there_is there_are is_there are_there do_i_have do_we_have have_i have_we have_we_got have_i_got
          do_you_have available present | 存在 有 还有 带有
YES       be do have can | 吗 么 没 没有 了没 了没有 了吗
NOT       not no without never isnt dont neither | 不 没 没有 不要 未 别 不用 无 不是 不会 没能 并非 尚未 请勿
INSTALL   install setup set_up add_package get_hold_of | 安装 装 装上 装一下 装个 下载安装 装一个
INSTALLED installed have_got present_on | 已安装 安装了 装了 装好 已装 装过 安装好 有装 装没装 安装过 已经安装
          已经装 装着 装的
REMOVE    remove uninstall purge get_rid_of deinstall | 卸载 移除 卸掉 删掉 去掉 卸
START     start launch begin bring_up boot_up spin_up start_up turn_on | 启动 开启 打开 拉起 开始 起一下 起起来 启
STOP      stop halt shut_down shut turn_off shutdown | 停了 停止 停掉 关闭 停下 关掉 停 停用 结束 停一下
RESTART   restart reload reboot bounce | 重启 重新启动 重载 重新加载 重开
KILL      kill terminate end close_down shoot get_rid_of force_quit quit | 杀掉 杀死 干掉 结束 终止 杀 结束掉
          强制结束 关掉 弄死 杀了 强杀 停掉
DELETE    delete remove erase wipe rm clear | 删除 删掉 删 清除 抹掉 删了 移除
CREATE    create make new mkdir generate | 创建 新建 建立 建一个 建 生成
COPY      copy duplicate clone | 复制 拷贝 拷
MOVE      move transfer | 移动 挪 搬 移到
RENAME    rename | 重命名 改名
FIND      find search look_for locate seek hunt | 找 查找 搜索 找出 找到 找一下 寻找 搜 搜一下 找找 找下 搜寻
OPEN      open | 打开 开着 开放 开
EDIT      edit modify change alter adjust | 编辑 修改 改 更改 调整
RUN       run execute exec invoke | 执行 跑 运行 跑一下
UPDATE    update upgrade | 更新 升级
DOWNLOAD  download fetch | 下载
MISSING   missing absent lacking not_there not_found | 缺 缺少 缺失 不在
ORDER      | 把 将 给我
BEYOND    write compose draft translate summarize summarise recommend suggest invent joke poem story essay recipe
          weather better nicer worse cooler superior best prefer worth opinion |
          写 翻译 总结 推荐 建议 天气 笑话 诗 故事 作文 更好
          哪个好 好用 更快 该用 值得
EXTRACT   extract unpack unzip decompress untar uncompress | 解压 解包 解压缩 提取
COMPRESS  compress zip pack archive tar gzip | 压缩 打包 打个包 打成包 压个包
EXPLAIN   explain mean stand_for meaning describe what_do_this what_do_that understand interpret clarify purpose
          break_down walk_through walk_me_through | 解释 说明 什么意思 意思 含义 讲解 讲讲 解读 是什么意思 作用
          干什么 做什么 干嘛的 是干什么的 干啥 是做什么的 讲一下
USE       use | 用 使用 用法
ENABLE    enable | 启用 设为自启 开机自启
ENABLED   enabled autostart start_automatically start_at_boot start_on_boot start_by_itself start_with_system
          auto_start come_up_at_boot come_up_after_reboot come_up_on_boot launch_at_boot launch_at_startup
          start_on_startup start_at_startup run_at_boot run_at_startup run_on_startup run_on_boot start_when_boot |
          启动项 自启项 启用 已启用 开机启动 开机自启 自启动 自启 开机自动启动 自动启动 随系统启动 开机自动运行
          开机会启动 开机就启动
DISABLE   disable | 禁用 停用
DISABLED  disabled masked | 已禁用 禁用了 被禁用
CLEAN     clean free_up clean_up clear cleanup tidy reclaim | 清理 清 腾 释放 腾出 清掉
RUNNING   running up_and_about run alive up_and_running up active started live online executing work function
          operate respond | 在不在 还在 运行 在跑 跑着 启动了 活着 运行中 开着 在运行 正在运行 跑起来 起来 起来了
          运行着 正跑着 启动 跑 在线 存活 起着 工作 正在跑 正常运行 在工作 挂了 挂掉 挂 开了 开启 起 活 已启动
          启动着 正在执行
DOWN      down dead stopped inactive crashed gone exited | 停了 停掉了 挂了 挂掉 死了 停止了 已停止 没起来 崩了
LISTENING listening listen listener bind serve accept_connection accepting_connection listening_on exposed expose
          open_for | 监听 侦听 听 在听 监听着 正在监听 开放
OCCUPY    occupy sit sit_on consumer take hold use consume eat take_up use_up chew chew_up burn drain suck hog_up
          block own hog grab taken occupied busy in_use bound using holding blocking be_on | 占用 占 占着 占了 用着
          被占用 被占 占掉 使用 在用 占领 霸占 用了 被用 吃 耗 耗费 吃掉 用 消耗 吃光 耗尽
FREE      free available unused left remaining spare room | 空闲 剩余 剩 可用 还剩 剩下 空余 没人用 空着 还能用 余
          空
FAILED    failed fail failing broken crash crashed failure unsuccessful not_work error | 失败 出错 崩溃 挂掉 失败了
          挂了 坏了 报错 出错了 不成功 没成功 崩了 错
WRONG     wrong problem issue error trouble broken warning go_wrong bad matter | 错误 问题 报错 异常 毛病 不对 出错
          故障 警告 出问题 不正常 哪里错 有错
FIX       fix repair solve resolve mend | 修复 解决 修 修好 修理 处理
CHANGED   changed change modified modify edited edit touched updated altered | 改 修改 改动 变化 变动 更改 修改过
          改过 更新 动过 改了 改变 变了 被改 有变
RECENT    recent recently latest lately last newest most_recent newly | 最近 近期 最新 近来 新近 刚刚 最后 最近的
OLD       old oldest older stale untouched | 旧 老 很久 久远 最旧 最老 陈旧 旧的 很久没 好久没
NEW       new newest newer fresh | 新 新的 最新
LAST      last previous just_ran preceding | 上一个 上一条 上次 刚才 最后 上条 刚刚 前一个 刚 上一次 最后一条
          最近一次 前一条
BIG       big large huge biggest largest heaviest space_hog fattest giant bulky | 大 最大 大的 巨大 很大 占空间
          占地方 较大 特别大
SMALL     small smallest tiny tiniest | 小 最小
MOST      most highest top max maximum hungry heaviest hungriest worst greediest heavy | 最多 最 最高 最大 最耗 最吃
          最占 前几 排行 排名 厉害 最厉害 最狠
HIGH      high heavy elevated intense | 高 很高 高不高 偏高 重 大不大
LEAST     least lowest fewest minimum | 最少 最低
SORT      sort order rank sorted ordered | 排序 排列
EMPTY     empty blank | 空 空的 空白
FULL      full fill run_out out_of filled filling | 满 满了 快满 用完 用光 爆满 写满 爆了 不够 不足
TOTAL     total overall altogether whole in_total | 总 总共 一共 总计 全部 总量 总的 总大小
ALL       all every each everything any whole | 所有 全部 全 都 每个 任何 一切
MY        my mine i me our own | 我的 我 本机 自己 我们 本人 咱
HERE      here this_folder current this_directory this_dir current_directory current_folder current_dir in_here cwd
          | 这里 当前 当前目录 这个目录 本目录 这个文件夹 此目录 这儿 目前 当前文件夹 这边
MACHINE   machine computer system server box host pc laptop vm device workstation os here | 机器 电脑 系统 服务器
          主机 计算机 本机 这台 台 设备 笔记本 这台机器 这台电脑 机子 本系统
PORT      port tcp udp socket | 端口 端口号 口 套接字
PROCESS   process task pid proc job instance | 进程 任务 线程 程序 进程号
THREAD    thread | 线程
SERVICE   service daemon unit systemd background_service systemctl | 服务 守护进程 后台服务 单元 后台
PROGRAM   program command app application tool binary executable software utility | 程序 命令 软件 工具 应用
          可执行文件 二进制 指令 应用程序
PACKAGE   package pkg rpm deb dependency | 包 软件包 安装包 哪个包 套件 依赖
PROVIDE   provide contain belong come_from ship own bring offer include supply part_of require come_with come_in |
          提供 属于 来自 包含 自带 所属 对应 含有 带
FILE      file document | 文件 文档 档案
FOLDER    folder directory dir directories subdirectory subfolder | 目录 文件夹 子目录 路径
DISK      disk drive storage partition filesystem file_system disk_space hard_drive disk_usage df mount mounted ssd
          hdd volume space room | 磁盘 硬盘 盘 分区 存储 空间 磁盘空间 文件系统 挂载 硬盘空间 存储空间 挂载点 盘子
          c盘 磁盘占用
SPACE     space room capacity | 空间 地方 容量 余量
SIZE      size big large how_big weigh heavy | 大小 多大 体积 容量 尺寸 占多大
MEMORY    memory ram mem | 内存 运存 内存条
SWAP      swap swapping | 交换 交换区 交换空间 交换分区 虚拟内存
CPU       cpu processor core cores compute processing_power computing | 处理器 核 核心 cpu 中央处理器 几核 算力 核数
GPU       gpu graphics_card graphics video_card | 显卡 显存
LOAD      how_busy how_loaded load busy load_average | 负载 繁忙 忙 系统负载 平均负载
SLOW      slow laggy sluggish slowly lag | 慢 卡 很慢 卡顿 变慢 好卡 很卡 卡死
HOT       temperature hot heat fan thermal | 温度 发热 风扇 烫
BATTERY   battery charge | 电池 电量
NETWORK   network net networking nic wifi ethernet lan internet | 网络 网 网卡 无线 局域网 网路 内网
ADDRESS   address ip ips ip_address addresses ipv4 ipv6 inet | 地址 ip ip地址 网址
PUBLIC    public external outside wan internet | 公网 外网 外部
MAC       mac mac_address hardware_address physical_address | mac地址 物理地址 网卡地址
HOSTNAME  hostname host_name computer_name machine_name name_of_machine call | 主机名 机器名 计算机名 电脑名
          主机名称 叫什么 名字
INTERFACE interface nic adapter network_card network_adapter ethernet_card link | 网卡 接口 网络接口 网络适配器
          适配器
GATEWAY   routing_table route_table gateway default_route router default_gateway route routing routes | 网关
          默认网关 路由 默认路由 路由表
DNS       dns nameserver name_server resolver resolve dns_server | dns 域名服务器 域名解析 解析
ONLINE    online connected internet_connection network_connection connectivity internet offline reachable
          have_internet internet_access connect reach get_to | 连上 连着 连接上 通不通 网通不通 联网 上网 在线 连网
          连上网 有网 能上网 网通 联上网 断网 连着网 网络连接 连接 网络正常 连网了
CONNECTION connection connected session established peer | 连接 会话
USER      user account people login_name username | 用户 账号 账户 帐号 用户名 帐户 人
GROUP     group membership | 组 用户组 群组
LOGGED_IN anyone_else anybody_else someone_else somebody_else logged_in log_in login signed_in logged_on | 登录 登陆
          登录着 在线 登录了 登进来 登入 登录过
ME        whoami who_am_i | 我是谁 当前用户
ROOT      root admin administrator sudo superuser privilege | 管理员 root 超级用户 权限 特权
LOG       log logs journal syslog journalctl message logfile log_file | 日志 记录 日志文件 运行日志
ERROR     error exception traceback fatal critical stack_trace | 错误 异常 报错 致命
COMMAND   command line cmd one_liner pipeline command_line script | 命令 命令行 指令 语句 这行 这条命令 这句 这条
          脚本
HISTORY   history | 历史 历史记录
BOOT      boot startup start_up booted bootup reboot power_on turn_on | 开机 启动 引导 重启 启动时 开机时
TIMER     in_cron every_night every_day every_hour every_week nightly daily hourly weekly periodically recurring
          timer cronjob cron_job cron_task cron_table cron_entry schedule scheduled crontab scheduled_task timed
          periodic | 每天 每晚 每小时 每周 定期 定时任务 定时器 计划任务 定时 cron任务 周期任务 定时作业
VARIABLE  variable env environment env_var envvar environment_variable environment_var var | 环境变量 变量
SET       set defined define exported export setting configured | 设置 设 定义 导出 设了 设置了 设定 配置 定义了
ALIAS     alias shortcut abbreviation | 别名 快捷命令 快捷方式
FUNCTION  function | 函数
VERSION   version release versions which_version how_new | 版本 版本号 哪个版本 什么版本 几版本 哪版
CONFIG    config configuration conf config_file configuration_file settings configured | 配置 配置文件 设置文件 设定
          conf
KERNEL    kernel | 内核 核心版本
DISTRO    debian ubuntu fedora centos arch_linux alpine opensuse mint redhat rhel gentoo distribution distro os
          operating_system linux release flavor flavour which_linux | 发行版 操作系统 系统版本 哪个系统 什么系统
          linux版本 系统
ARCH      architecture arch bit bits 64-bit 32-bit 64bit 32bit x86 arm instruction_set | 架构 体系结构 位 64位 32位
          指令集 多少位 几位
UPTIME    uptime up_for been_up been_running running_for on_for since_boot since_reboot last_reboot | 运行时间
          开机多久 开了多久 运行多久 运行了多久 跑了多久 开机时间 运行时长 启动时间 上次重启
SHELL     shell | 终端 外壳
TIME      what_time time clock date now o'clock timezone time_zone | 时间 几点 日期 现在 时区 时刻 几号
NAME      name called named title call | 名字 名称 名为 叫 名叫 文件名 叫做 命名 名 称为
OWNER     owner owned belong own | 所有者 属主 拥有者 属于 归 主人 拥有
PERMISSION permission mode access_right access rights readable writable chmod | 可写 权限 读写权限 可读
EXECUTABLE executable runnable | 可执行
CONTENT   content contain inside containing mention include text string holding word phrase | 内容 包含 含有 含 里面
          带有 提到 文本 写着 出现 字样 字符串
ENDING    extension ending end_in end_with suffix type ending_in ending_with | 后缀 扩展名 结尾 类型 格式
LINK      symlink link symbolic_link dangling | 链接 软链接 符号链接 软连接
HIDDEN    hidden dotfile | 隐藏
DUPLICATE duplicate identical | 重复 相同
DIFFERENCE difference differ compare diff versus | 区别 差别 不同 对比 比较
MANUAL    manual man_page help documentation doc docs example usage tutorial | 手册 帮助 文档 例子 用法 示例 教程
          使用方法
OPTION    option flag switch parameter argument | 选项 参数 开关
LINES     line lines | 行 行数
CONTAINER container image docker_container | 容器 镜像
TREE      tree structure hierarchy child parent children | 树 结构 层级 子进程 父进程
STATUS    status state condition health doing healthy fine okay ok well | 状态 情况 状况 健康 咋样 怎么样 正常
          好不好 如何 还好
USAGE     usage consumption utilization utilisation use | 使用率 占用率 使用情况 占用 消耗 使用量 占用情况 用量
          利用率 使用
INFO      info information detail details spec specs about overview summary | 信息 详情 资料 情况 详细 概况 参数
          配置
MODEL     model kind type make sort brand | 型号 类型 种类 品牌
FIREWALL  firewall iptables ufw firewalld nftables | 防火墙
DATABASE  database db | 数据库
WEB       web website webserver web_server http | 网站 网页 web服务器 网页服务器
REBOOT    reboot restart needed_reboot | 重启
NEED      need necessary must should have_to require | 需要 必须 应该 得 要
LISTEN_ALL local localhost loopback | 本地 回环
SECURITY  security safe secure danger dangerous harmful | 安全 危险 有害
PROJECT   project repo repository codebase | 项目 仓库 工程 代码库
GIT       git branch commit | 分支 提交
"""

# These say how something is asked, not what.
LIGHT = frozenset(
    "WHAT WHICH CHECK SHOW EXIST YES MY HERE MACHINE ALL NEED INFO STATUS NAME HIGH HOW_MUCH ORDER".split()
)

# Words that say nothing: articles, prepositions, fillers.
STOP = frozenset(
    "a an the this that these those of on in at by for from to with into onto as and or so then than also just "
    "really please kindly hey hi hello ghost ok okay well now currently right actually exactly quickly maybe "
    "perhaps simply only could would can will shall may might should must let us you your yours we they them it "
    "its he she his her there i me am is are was were be been being do does did doing done have has had having "
    "want would_like like need some any thing things stuff something anything one ones which_is if whether when "
    "while because due about out up thanks thank cheers quick question help me_out think know idea possible "
    "able appreciate wondering mind sure again still already yet else too very much lot moment right_now "
    "at_the_moment happen happening correct please_tell hmm um uh oh er ah btw fyi kind sort anyone someone "
    "somebody anybody here_is d s t via come anyhow nah yeah yep nope i_do_not_think_so i_guess thx ty tia "
    "chance chances in_case overview style kind_of rn atm asap tho lol per but however though my our after "
    "before between over under exact precise quite bit going go got get getting put give_me tell_me show_me "
    "can_you could_you would_you i_want i_need i_would is_there_a_way find_out take_look dear sir buddy mate "
    "provided_that providing_that as_long_as so_long_as on_condition_that on_the_condition_that assuming_that "
    "given_that only_if whatever man bro guys folks please_check sorry bother disturb "
    "excuse pardon apologies wtf omg damn heck huh ugh hell".split()
).union(fillers.ENGLISH)
STOP_HAN = frozenset(
    "东西 疯狂 拼命 一直 老是 总是 就行 行 即可 好了 的 了 吗 呢 啊 呀 吧 嘛 哦 哈 哎 嗯 喂 我 你 您 它 他 她 "
    "这 那 这个 那个 这些 那些 是 在 把 被 给 和 与 跟 及 或 或者 就 也 还 又 才 再 请 请问 帮 帮我 帮忙 麻烦 "
    "麻烦你 一下 下 个 只 上 里 中 里面 上面 现在 目前 到底 究竟 想 想要 想知道 我想 能 能不能 可以 可不可以 "
    "能否 会 会不会 要 让 使 得 地 着 过 从 对 于 由 以 为 而 其 之 所 来 去 一个 一 些 有些 某 某个 同时 另外 "
    "顺便 然后 并 并且 但 但是 不过 如果 假如 要是 的话 因为 所以 当 时 时候 呗 喽 嘞 啦 你好 您好 谢谢 多谢 "
    "感谢 谢 请帮我 劳驾 知道 不知道 一共 大概 大约 左右 具体 究竟是 那么 这样 那样 怎样 今 正在 已经 已 到 向 "
    "而且 且 往 关于 有关 我这 我这里 我们 咱们 各 每 太 很 非常 比较 真 真的 好像 似乎 可能 应该 出来 起来 进来 "
    "一点 前提是 条件是 只要 大小写 空格 忽略 下划线 第一列 第二列 第三列 第四列 第五列 每列 该列 这列 某列 那列 "
    "字段 并行 并发 挂起 每份 每块 几份 "
    "哪 么 的是 说 讲 做 弄 搞 搞定 快 快点 赶紧 马上 先 后 兄弟 大佬 老铁 亲 帮帮我 帮看 帮我看看 帮我查 "
    "帮我看 帮我查一下 帮我看一下 嘿 哥们 项 千万 务必 一定 万万 绝对 左边 右边 成 打扰 打扰了 不好意思 抱歉 事 "
    "问 问下 问一下 想问 想问下 想问一下 咨询 咨询一下".split()
).union(fillers.HAN)


def _lines(table: str) -> list[str]:
    """A line for each concept; what is indented continues the line before."""
    return table.strip().replace("\n ", " ").splitlines()


def _read(*tables: str) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]], frozenset[str]]:
    """What words mean in either language, and all concepts."""
    english: dict[str, frozenset[str]] = {}
    chinese: dict[str, frozenset[str]] = {}
    several: dict[frozenset[str], frozenset[str]] = {}
    concepts: set[str] = set()
    for text in tables:
        for line in _lines(text):
            concept, _, rest = line.partition(" ")
            left, _, right = rest.partition("|")
            concepts.add(concept)
            alone = frozenset((concept,))  # of thousands of words most have one concept: its set is kept once
            for table, words in ((english, left), (chinese, right)):
                for word in words.split():
                    key = word.replace("_", " ") if table is english else word
                    known = table.get(key)
                    both = alone if known is None else known | alone
                    table[key] = both if known is None else several.setdefault(both, both)
    return english, chinese, frozenset(concepts)


ENGLISH, CHINESE, CONCEPTS = _read(TABLE, file_words.TABLE, more_words.TABLE, world_words.TABLE)
# Their texts are not kept beside it.
del TABLE, file_words.TABLE, more_words.TABLE, world_words.TABLE, fillers.ENGLISH, fillers.HAN
STOP_PHRASES = frozenset(word.replace("_", " ") for word in STOP if "_" in word)
LONGEST = max(word.count(" ") + 1 for word in [*ENGLISH, *STOP_PHRASES])
LONGEST_HAN = max(len(word) for word in [*CHINESE, *STOP_HAN])
