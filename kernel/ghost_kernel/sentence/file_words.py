"""Words about files, texts, repositories and lines: more of lexicon.py's table, in the same form."""

from __future__ import annotations

TABLE = """
EXCEPT    except excluding other_than apart_from besides but_not ignoring skipping leaving_out | 以外 之外 除外 除了
          除去 除 不算 不含 不包括 不包含 排除
BROKEN    broken dangling dead | 失效 坏掉 坏的 坏 断掉 断开 无效 悬空
DEFINED   defined define declared definition | 定义 声明
HOG       hogging hogger hog eater eat eats eating devour fill filling waste gobble | 吃 占满 撑满 塞满
WARNINGS  warning warnings warn | 警告 告警
TRY       try tried attempt attack break_in intrude brute_force hack | 尝试 攻击 破解 暴力破解 入侵 试图
IMAGES    image images picture photo pic | 图片 照片 图像 相片 图
VIDEOS    video videos movie film clip | 视频 电影 影片
SOUNDS    audio music song sound | 音乐 音频 歌曲 歌
PAPERS    documents papers word_document office_document | 文档 文稿 办公文档
SCRIPT    script scripts | 脚本
CODE      code source_code source source_file | 代码 源码 源代码 源文件
ARCHIVE   archive archives tarball zip_file zipfile zip tarballs | 压缩包 压缩文件 归档 归档文件
TESTS     tests test_file unit_test | 测试 测试文件
GIT       git repo repository version_control checkout working_tree work_tree worktree | git 仓库 版本库 代码仓库
          工作区
BRANCH    branch branches | 分支
COMMITS   commit commits committed checked_in | 提交 提交记录 commit
UNSAVED   uncommitted unstaged staged modified_file dirty clean not_committed | 未提交 没提交 还没提交 没有提交 干净
UNPUSHED  unpushed push pushed ahead not_pushed behind | 推送 没推送 未推送 还没推送 没有推送 推 领先 落后
UNTRACKED untracked tracked track | 跟踪 未跟踪 没有跟踪 追踪 没被跟踪
REMOTE    remote remotes upstream origin | 远程 远端 上游 远程仓库
AUTHOR    author wrote written_by blame touched | 作者 谁写的 谁改的 写的
REPLACE   replace substitute swap | 替换 换成 替换成 批量
ENCODING  encoding charset encoded utf-8 utf8 character_set | 编码 字符集 字符编码
KEEP      keep preserve leave retain | 保留
BACKGROUND background | 后台
COMMON    common frequent often typical | 常见 频繁 经常
FILETYPE  type kind sort format filetype | 类型 什么文件 格式 种类
READ      read readable access open | 读 读取 读不了 打不开 打开不了 读不到 不能读 无法读取
WORDS     words word | 字数 单词 词数 字
SAME      same identical equal alike match matching | 一样 相同 一致 相等 同样
FIRST     first top head beginning start_of | 前 开头 头 前面 前几行
OPTION    option flag switch parameter | 选项 参数 开关
MEANING   mean meaning | 意思 什么意思 含义
SAFE      safe dangerous harmful risky harmless risk consequence consequences effect | 安全 危险 后果 风险 有害 影响
EFFECT    do_if happens_if what_happen happen result would_do will_do do does | 会做什么 做什么 干什么 会怎样
          会发生什么 干啥 干嘛 有什么用 有什么后果 做啥
GREP      grep rg |
AGAIN     again | 又
THAT      that it this | 这个 那个 这 那
GO_WRONG  go_wrong went_wrong gone_wrong not_work did_not_work does_not_work not_working what_happened | 出错 不对
          哪里错 出问题 出了什么错 哪里不对 失败
BIG       huge heaviest greatest | 最占
TAKE_ROOM take_up takes_up taking_up take_space | 占空间 占地方 占地 占用空间
LOG       error_log access_log auth_log system_log | 系统日志 错误日志 访问日志
DUPLICATE dupe dupes | 重了
MORE_THAN_ONCE twice more_than_once in_two_places double doubled copies_of several_copies redundant
          | 两份 多份 好几份 两遍
TIMES     how_many_times how_often times occurrence number_of_times | 多少次 几次 次数 多少遍 几遍 出现次数
CONTENT   appear occur turn_up show_up crop_up |
SAME      alike |
KERNEL    uname |
CPU       lscpu nproc |
DISK      lsblk blkid findmnt |
NEWER     newer since after | 以来 之后 以后
OLDER     older before | 以前 之前 更早
LINES     line lines | 行 行数
CPU_EATER busiest |
PERMISSION permissions | 权限
HOW_MANY  count | 数一下 数数 数一数 统计
FREE      enough | 够用 够不够 够
ENCODING  utf utf8 ascii latin1 gbk gb2312 unicode |
HERE      below underneath around anywhere | 下面 底下 里头 之下 之间 中间
FOLDER     | 哪个目录 哪个文件夹 哪些目录
WHICH      | 哪个目录 在哪个 哪个文件夹 哪些文件
FILE       | 什么文件 哪些文件
DEFINED    | 定义了 定义过 定义在
HOW       howto | 请教
FIRST      | 开头几行 前几行
FOLLOW    follow live realtime real_time as_it_grow continuously | 实时 持续 跟踪 动态
ADD       add append | 加 加上 添加 增加 加到
ERROR     error_log error_logs | 错误日志
CHECK     look look_in look_into have_a_look take_a_look |
HOW_MANY   | 多少条 几条
LINES      | 条
WITH      with having | 带
EMPTY     zero_byte zero_bytes zero_length no_content nothing_in | 零字节 0字节 没有内容 没内容
CONTENT   talk_about talks_about talking_about refer_to refers_to speak_of written_in inside_of write
          contents | 写了 写着 写的 写有 讲了 提及 里头 出现过
HERE      lying_around lying_about somewhere | 附近
DIFFERENCE diverge differ discrepancy | 差在哪 有出入 差了
CREATE    | 变成 变为 改成可执行
SHOW      | 给我看 给我看看 给我看下
SHOW      peek peek_into open_up dump cat | 瞅一眼 打开看看 看看里面
EXPLAIN   summarise summarize summary sum_up recap digest | 总结 概括 归纳 汇总
FAILED    blow_up blew_up die died choke bail bomb bombed explode go_south stop_working | 炸 炸了 崩 崩掉 跑不起来
          跑不了 不工作 没跑起来 不行
HOW       best_way easiest_way way_to right_way proper_way simplest_way forget_how forgot_how remember_how what_way
          | 咋样 用什么命令 什么命令可以 哪个命令可以 忘了怎么
ARCHIVE   tar.gz tgz tar.xz gz |
LAST      tail bottom end | 末尾 尾部 结尾 最末
COMPRESS  bundle tar_up zip_up turn_into | 打成包 压成 打个包
ERROR     errors complaint complain moan | 报 报什么错 什么错 什么错误 抱怨
RUN       executed run_it | 执行不了 运行不了 跑不了 不能执行 无法执行
READ      unreadable | 看不了 不让读
TIME      what_time what_day which_day day_of_week weekday todays_date | 星期几 礼拜几 今天几号 今天星期几 几月几号
EDIT      write_to writable | 写不了 不能写 不能改 改不了
BRANCH    on_which_branch |
AUTHOR    last_edited modified_by who_wrote changed_by | 动过 改过 碰过 写过 谁动的
UNSAVED   uncommitted_changes local_changes pending staged | 改动没提交 待提交 暂存
UNPUSHED  not_pushed_yet ahead_of waiting_to_be_pushed | 没推 未推 推上去
COMMITS   changelog | 提交历史 提交日志
WHERE      | 放哪儿 放在哪儿 放哪里 放到哪 跑哪去了 丢哪 在什么地方 去哪了
OLD       ancient dusty | 老旧 古老
CHANGED   worked_on altered tweaked saved | 动了 编辑过 保存过 写过
BIG       fat chunky | 巨 超大 大文件
FILE      text_file stuff_i_wrote | 大文件 小文件 文本文件
SPACE     room disk_room | 地儿 空儿
SAME      equal same_content byte_for_byte | 一模一样 完全一样 内容一样 有区别吗
NOT       no_one | 没人 无人
CONTENT   import imports importing include includes | 引用 导入 引入
WRONG     nasty suspicious strange weird odd unusual serious severe alarming worrying
          | 严重 可疑 奇怪 不寻常 什么事 怎么了 怎么回事 出了什么事 出什么事 发生了什么 出啥事 什么毛病
EXIST     got |
CHANGED   save |
SPACE     gig gigs gb mb megs gigabyte gigabytes megabyte megabytes terabytes tb | 多少g 多少个g
CLEAN     to_free freeing |
WHERE     full_path absolute_path complete_path full_path_of | 完整路径 绝对路径
RENAME    | 改名成 改名为 改名叫 重命名为 重命名成 命名为 名字改成 名字改为
NOT       nobody_has |
OLD       nobody_changed nobody_touched nobody_used nobody_opened |
INSTALL   get_me can_i_get could_i_get do_i_get can_we_get |
SHOW      get_me can_i_get could_i_get do_i_get can_we_get |
HOSTNAME  host_called machine_called computer_called box_called server_called |
EFFECT    | 会怎样 会怎么样 会如何
FILE      | 啥文件
LISTING   ps |
UPDATE    up_to_date outdated |
FAILED    | 没启动成功 没有启动成功 启动失败 没起来 起不来 启动不了 没成功启动
HOW_MANY  | 几
RUNNING   turned_on switched_on |
HOT       how_hot |
FULL      how_full |
COMPRESS  turn |
BEYOND    should_i_buy should_we_buy should_i_choose should_i_pick should_i_learn | 该买 该学 该选
"""
