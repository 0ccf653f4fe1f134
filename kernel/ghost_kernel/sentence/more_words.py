"""Everyday ways of saying what lexicon.py has the plain words for; the same form of table, and a few concepts more."""

from __future__ import annotations

TABLE = """
BEGINS    start_with begin_with starting_with beginning_with | 开头 打头
START     start_with begin_with starting_with beginning_with |
WITH      start_with begin_with starting_with beginning_with |
LINES     row record line_count row_count | 行数 行数据
HOW_MANY  row_count line_count count_up tally | 共有多少 一共几 总共几 统共几
FULL      fill_level stuffed crowded cramped crammed brimming bursting tight running_out_of short_of low_on short_on
          run_low get_low almost_out | 塞满 塞不下 装不下 存不下 放不下 爆掉 快爆 快用完 紧张 吃紧 告急 快没了
FREE      sufficient enough fit fits leftover headroom to_spare vacant have_left short_of low_on short_on spare
          still_have | 够不够用 塞得下 装得下 放得下 存得下 还能存 还能放 还能装 能存 能装 宽裕 没用的 吃紧 紧张
          剩余量
DISK      root_partition root_filesystem system_disk drive_space main_disk root_disk hard_disk harddrive harddisk
          | 根分区 系统盘 主盘 根目录 磁盘分区
SPACE     save_things store_things room_for space_for | 存多少 装多少 放多少
USAGE     percent percentage pct fraction share used_up | 百分之几 百分比 百分之多少 占比 用掉 用掉了 用了多少
MEMORY    rss resident_memory resident footprint memory_footprint heap | 内存占用 内存使用
RUNNING   behave survive still_there kicking breathe on_its_feet in_service operational go_on ongoing healthy
          functional
          functioning | 死 死了 喘气 健在 没死 在没在 在吗 还在不 在不在了 还好吗 还好 好着 正常工作 开着没
          在运转 运转
DOWN      react not_react hang hung freeze frozen stuck unresponsive not_respond not_responding dead gone died
          | 死 死了 卡死 死机 没反应 无响应 没响应 卡住 假死 挂起 不动了
FAILED    hang hung freeze frozen stuck unresponsive bad_state not_come_up fail_to_come_up | 卡死 没反应 无响应 卡住
LOAD      sweat work_hard under_pressure strain stress overloaded under_load at_its_limit hard_pressed
          | 忙吗 吃力 压力 压力大 压力大不大 负荷 累不累 累
TIMER     overnight at_night scheduled_job planned_task automatic_task cron_job recurring by_the_clock
          run_automatically | 每天自动 自动跑 定时跑 每晚跑 自动执行 定期执行 按时 周期性
OTHERS    other_people other_computer other_machine colleague coworker someone_else somebody_else neighbour outsider
          others client_machine | 别人 同事 其他人 其他电脑 别的电脑 别的机器 外面的人 室友
REACH     reach contact connect_to find talk_to address ping get_to | 连 连到 连接到 访问 找到 连上 联系
WHO       whom whoever culprit guilty blame responsible | 谁家 哪位 元凶 罪魁祸首 什么人 啥人
OCCUPY    squat blame hold_on_to snatch claim eaddrinuse already_in_use address_in_use address_already_in_use
          keep_busy
          | 霸着 霸占着 占住 抢占 霸了 占去 用掉
PORT      eaddrinuse address_already_in_use open_port listening_port | 端口上
LISTENING open_port listening_port |
WHERE     path_to location_of live installed_to | 装在什么路径 装在什么地方 在什么路径 在什么目录 什么路径
          哪个路径 哪个路径下
          在哪个位置 装到哪了 哪去了 跑哪了
INSTALLED added on_board set_up | 装没 装过没 装了没 装上了 有没有装 装有 装着没 新装
NEW       freshly fresh brand_new just_added newly_added | 新装 新加 刚装 新增
UNSAVED   forgot_to_commit forgotten_to_commit forget_to_commit not_yet_committed uncommited commited pending_change
          local_change not_in_git_yet unsaved | 没commit 没有commit 未commit 忘了提交 漏提交 没提交的
SWITCH    switch switch_to change_to checkout hop | 切 切换 切到 换到 切换到
MORE_THAN ahead more_than further | 多 领先 多出 多了
PASSWORD  password passphrase credential passwd login_attempt | 密码 口令 试密码 猜密码 撞库 登录尝试
TRY       guess knock hammer brute_force force crack probe_for | 猜 试 试密码 猜密码 爆破 撞 扫
EMPTY     nothing_inside nothing_in_it nothing_in_them with_nothing hold_nothing contain_nothing without_content
          zero_size | 什么都没有的 啥也没有 没东西 空空的
SHOW      read_me read_out show_off present_me put_on_screen bring_up let_me_look i_want_to_see want_to_see
          | 读一下 念一下 念给我 看一看 想看 我想看 瞄一眼 瞧瞧
CONTENT   inside_it packed_into put_into in_it | 里装了什么 里面装了什么 写的什么
          写了什么 写了啥
DIFFERENCE different deviate distinguish distinction vary apart drift_apart | 不一样 哪里不一样 有什么不同 有什么区别
          有何不同 区别在哪
SORT      descending ascending largest_first biggest_first newest_first oldest_first smallest_first newest_on_top
          by_size by_date by_name sorted_by_size ordered_by_size big_to_small | 从大到小 从小到大 按大小 按时间
          由大到小
MOST      largest_first biggest_first | 从大到小 由大到小
FOLDER    subdirectories sub-folder sub-directory sub_folder | 子文件夹 子目录 各目录 上级目录 上一级目录 上级
RECENT    newest_first newest_on_top latest_first work_on most_recently last_few_days these_days a_moment_ago
          not_long_ago | 刚刚改 刚改 这两天 这几天 近几天
          前几天 头几天
CHANGED   work_on i_worked_on put_hands_on fiddle mess_with play_with | 改了什么 动了什么 折腾
UPTIME    without_a_restart without_restart without_a_reboot without_reboot without_rebooting since_last_restart
          since_last_reboot since_startup switched_on_since powered_on turned_on_since | 没重启 没重启了 没关机 未重启
          连续运行 上次开机
HOW_LONG  how_many_day how_many_hour how_many_week since_when how_much_time | 多少天 几天 多少小时 几个小时 几天了
CPU       things_at_once cpu_core logical_core processing_unit hardware_thread | 处理核心 逻辑核 物理核 逻辑核心
VERSION   which_release what_release version_number release_number build_number | 几点几 几点几的 几版
          版本是多少 哪一版 什么版
FILE      note notes text_document spreadsheet table_file item | 笔记 表格 文本
LOGGED_IN logins sign_in session on_the_machine | 登录的 登进 登上
ADDRESS   where_to_connect ip_number ip_addr network_address host_address lan_address | 地址是 ip是 网络地址 内网地址
MISSING   gone vanish disappear lose lost | 不见 丢了 没了 不见了 消失
HOG       waster wasters hogs gobbler |
DELETE    nuke trash throw_away throw_out bin zap dispose scrap wipe_out purge ditch can_go toss
          | 扔掉 丢掉 干掉 清掉 删掉吧 删了吧 删一下 删除掉 不要了
REMOVE    purge purged take_off take_out kick_out | 清除掉 卸了 卸掉吧
KILL      nuke make_go_away go_away put_down end_it stop_it shoot_down force_stop get_rid_of | 干掉 结束掉 弄掉
          关了 弄停
INSTALL   i_want_to_have put_on_here give_me_the_program | 装下 装一装 给装 帮装
PARENT    folder_above one_up directory_up one_level_up parent_folder parent_directory previous_folder up_one
          | 上一级 上级目录 上层 上一层 父目录 上级
GO        go_back go_up get_back change_to move_to enter go_into jump_to navigate | 回到 返回 回 进入 去 切到
          跳到 退回
HOW       | 用啥命令 用哪个命令 拿什么命令 敲什么命令 什么命令能 用哪条命令 输什么命令
HOME      home_directory home_folder home_dir home $home | 主目录 家目录 用户目录 home目录
SEARCHED  searched_for_commands search_path command_path path_variable | 命令搜索路径 搜索路径
MODULE    module library python_package python_module python_library pip_package import importable python_lib
          | 模块 库 第三方库 依赖库 python包 import 导入
PYTHON    python_module python_package python_library python_lib python python3 pip pip3 py3 python's | python python3
VALUE     value set_to | 值 的值 取值 内容是什么
EXPLAIN   tell_apart in_plain_words in_simple_words in_english for_a_beginner for_dummies what_it_does step_by_step
          | 每一段 每段 逐段 一步步 白话 通俗 干嘛的 是干嘛用的
WHY       what_could_be_the_reason what_the_reason reason_be because what_is_behind what_now what_to_do_now
          | 为嘛 是何原因 原因是什么 咋弄的 怎么办
ERROR     complain_about not_happy angry_message red_text error_code 504 502 500 gateway_error
          | 抱怨什么 报什么 报些什么 报了些什么 报了什么
TIMEZONE  timezone time_zone zone_of_time utc_offset | 时区
TIME      timezone time_zone clock_say what_does_the_clock | 时区
USER      username account_name whose_account | 用户名 账户名 哪个用户 什么用户
ME        username my_username my_user my_account_name my_login which_user_am_i who_i_am i_am_logged_in_as
          user_am_i | 我现在是哪个用户 哪个用户 我的用户名 什么身份 我是哪个用户 我的账号
DUPLICATE copies_of_each_other copy_of_each_other copies_of copy_of | 互为副本 副本 拷贝的
STATUS    situation shape how_are how_goes | 现状 状态如何
NOT       no_longer not_any_longer not_any_more | 不再
HOW_MUCH  how_heavily how_strongly how_badly to_what_extent how_far_is how_intensively | 用了几成 几成
TIME      hour current_hour date_and_time |
STANDS_IN who_calls what_calls callers caller calls_of call_site in_which_file in_what_file    usages usage_of |
          谁调用 哪里调用 被谁调用 哪里用到 在哪用到 调用 在哪个文件里
          在哪个文件 在哪些文件里 在哪些文件
EXECUTABLE execute_permission permission_to_run right_to_run may_be_run | 执行权限 有执行权限 运行权限 能执行 能运行
REMOTE    remote_url push_url clone_url repo_url url_of_the_remote push_to pushes_to pull_from | 远程地址 仓库地址
UNDO      undo revert uncommit unstage take_back | 撤销 撤回 回退 撤消
POINT     point_to points_to pointing_to resolve_to target_of link_target | 指向 指到 链到 链接到
COPY      upload | 传 传到 上传 发到 发送 传输
INSTALL   like_to_have want_to_have would_like_to_have need_to_have | 想装 想要装
CHECK     ask consult go_through look_through examine inspect | 翻翻 翻一下 问问
DOWN      exit exited quit_by_itself terminated |
FAILED    exited broke brake break | 咋报错 怎么报错 咋失败 怎么失败 咋挂 绑定不上 绑不上 连不上 打不开
          进不去 进不来 装不上 删不掉 写不进去 启动不了
WHY       | 咋报错 怎么报错 咋失败 怎么失败 怎么办 咋办 咋整
WHERE     which_place what_place on_which_place in_which_place in_what_folder in_which_folder in_what_directory
          in_which_directory to_which_path | 哪个地方
CHANGED   activity last_written last_modified been_written modification update_activity |
LAST      last_written last_modified |
WHEN      what_date which_date on_what_date on_which_day which_day what_time_of_day at_what_time | 几号 哪天 哪一天
LOG       authentication_log login_log auth.log access_log event_log | 认证日志 登录日志 error_log
LOGGED_IN come_in came_in get_in break_in get_inside |
INSTALLED can_use usable useable able_to_use | 能用 能使用 用得了 可以用 能不能用
MOST      number_one record_holder topmost | 头号 第一 首位 第一名 之最 最多的
SET       configured set_to | 配 配了 配置了 配置好 设的是 设置的是 设成
PUT       put |
UNTRACKED not_added not_yet_added not_in_git not_under_version_control not_versioned
          | 没加进 没有加进 没加到 还没加 没add 没进git 没纳入 未加入
UNPUSHED  not_on_origin not_on_the_server not_upstream origin_lack |
ALLOWED   allowed permitted may_i am_i_allowed able_to | 允许 有权 有权限 能不能 可以不可以
PRIVATE   only_i only_me private nobody_else no_one_else just_me for_my_eyes | 只有我 只让我 仅自己 私有 别人看不到
INODE     inode inodes |
WHO       stranger attacker intruder | 陌生人 攻击者
ACTIVITY  activity happening going_on what_goes_on | 动静
FREE      unoccupied untaken idle not_taken not_used up_for_grabs |
LISTENING answer respond reply behind |
OCCUPY    behind grab snatch keep_hold have_hold grip |
CHECK     identify pinpoint discover spot uncover figure_out determine diagnose |
ACTIVITY  been_up_to be_up_to up_to_lately operation action event | 干了啥 干了什么 干啥了 做了什么 做了啥
          干了些什么 做过什么 操作
CHANGED   written nobody_modified modified_file touched_up rewrite rewritten | 保存的 写入
CONTENT   for_the_name for_the_word for_the_string for_the_text for_the_phrase |
FILE      modified_file |
SIZE      by_size |
BIG       by_size |
OLD       nobody_modified nobody_edited no_one_changed no_one_touched |
UNPUSHED  only_local local_only only_here not_on_remote would_be_pushed push_send to_push left_to_push |
          还没push 没push
          未push 没推过
GIT       working_copy work_copy |
UNSAVED   to_commit something_to_commit anything_to_commit left_to_commit worth_committing | 还没commit 没commit
AUTHOR    made |
PUT       i_need we_need |
NEED      i_need we_need |
SET       set_up | 开了 启用了
TIMER     periodic_task periodic_job regular_job regular_task job_schedule | 周期任务
NETWORK   cable wire wireless wlan connection |
CONTENT   packed_in_it is_packed packed_inside |
LAST      final very_last closing | 最末
FAILED    exit exit_code exit_status exit_127 exit_1 exit_2 non-zero nonzero |
EXPLAIN   elaborate expand_on shed_light |
LINES     request requests hit hits visit visits | 请求
BLANKS    with_space with_a_space with_blank with_space_in space_in_their_name space_in_the_name space_in_name
          contain_space | 带空格 有空格 含空格 带有空格 含有空格
EXCEPT    excepted excluded | 排除在外
HERE      of_course | 当然
TOP       top_of | 排前
GO_WRONG  wtf_happened wtf_just_happened wtf_went_wrong what_the_hell_happened what_the_heck_happened wtf_was_that
          what_just_happened what_on_earth_happened what_was_that wtf_is_this wtf_is_that wtf_gives what_gives
          what_broke what_exploded what_blew_up what_failed whats_broken what_is_broken
          | 啥情况 什么情况 咋了 怎么了 怎么搞的 咋搞的 搞什么 出啥问题 出什么问题 出了啥问题 什么鬼 啥玩意
FAILED    deny denied refuse refused reject rejected forbid forbidden disallow disallowed not_permitted not_allowed
          barf barfed puke puked borked borken busted tank tanked abort aborted errored error_out complained
          throw_up threw_up spit_out go_bang went_bang fall_over fell_over fall_flat say_no says_no said_no no_go
          no_joy bust kaput
          | 被拒 拒绝 被拒绝 不给 不让 翻车 歇菜 跪了 凉了 嗝屁 扑街 废了 黄了 挂 不干了 罢工 不认
ZOMBIE    zombie zombies defunct | 僵尸 僵尸进程
JOIN      | 合并 拼接 拼成 拼起来
TOTAL     | 求和 总和 合计 累加 加起来
DNS       | 域名
SAME      | 校验和
CONNECTION attach reattach detach |
HOW       | 怎么写 咋写 如何写 怎么弄 咋弄 怎么搞 咋搞 怎么做 怎么实现 怎样写 怎样才能
PUT       | 写进 写到
UNIQ      | 去重 去个重
FORMAT    reformat | 格式化
SPLIT     split chop slice divide | 切 分割 拆分 切割 拆 分成 拆成 切成 切分
NOT       | 不得 不可 切勿 严禁 禁止 不应
USE       are_we_on am_i_on we_are_on are_you_on is_this_on am_i_using are_we_using | 用的是 用着
OVERWRITE overwrite overwriting clobber replace_anything replace_existing replace_the_existing write_over |
          覆盖 盖掉 冲掉 覆写 覆盖掉 被覆盖
STAY      stay remain untouched unchanged intact unmodified as_they_are as_it_is where_they_are where_it_is in_place |
          原样 不变 原封不动 保持不变 留着 留在原处 原地不动 还在 不丢 都在
NAME      same_name | 同名 同名的 重名
CONTENT   | 这个词 这个字 这个单词 这个字符串 这个关键字 这个关键词 关键字 关键词 字眼 这几个字 这串 这句话
PROCESS   process_id process_ids process_number pid_number proc_id |
"""
