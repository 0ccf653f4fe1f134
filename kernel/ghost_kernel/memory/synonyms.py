"""Other words for what people ask of a shell: manuals say `terminate` where a person says `stop`.

Each line is a group of words that stand for one another; the full-text table cuts endings off itself. Chinese words are
given the English ones that manuals use, the longest first where one holds another.
"""

from __future__ import annotations

GROUPS = """
show display list print see view tell report
delete remove erase drop trash
find search locate look
copy duplicate clone
move rename
fetch download get transfer
upload send push
folder directory
disk drive storage volume device
room space free left available
job process task program
kill stop terminate end quit
processor cpu
memory ram
log message journal
start launch run execute
again repeat periodically
watch follow monitor
modify change edit alter set
replace substitute
text string word pattern
permission mode rights
executable execute permission
owner own belong
account user login
password passphrase secret
computer machine host system
remote ssh
site url web internet page
reachable answer ping
address ip network
domain dns name server
port listen socket
archive pack bundle
compress shrink zip
unpack extract decompress
mirror synchronise sync backup
join merge combine concatenate
divide split cut
difference compare differ
duplicate repeat unique
order sort
random shuffle
column field
count number many
size big large
newest last latest recent
oldest first earliest
time date
schedule cron
later at
limit longer most
survive background nohup
manual help documentation
command program tool
undo revert reset back
commit revision
author wrote blame
aside later stash
branch
container docker
picture image photo
film video
key authentication
encrypt cipher
checksum hash verify
kernel release
uptime running
partition format
mount attach plug
unmount detach eject
variable environment
install package
"""

CHINESE = """
文件系统 filesystem
环境变量 environment variable
配置文件 configuration file
文件夹 directory
目录 directory
文件 file
磁盘 disk
硬盘 disk
剩余 left available
可用 available free
占用 used use
空间 space
端口 port
监听 listening
进程 process
程序 program
结束 terminate kill
终止 terminate kill
杀死 kill
停止 stop
启动 start
重启 restart
服务 service
搜索 search match
查找 search find
寻找 search find
内容 text content
文字 text pattern
文本 text
名字 name
名称 name
解压 extract unpack
压缩 compress pack
打包 pack archive
归档 archive
内存 memory
处理器 processor cpu
权限 permission
修改 change
更改 change
设置 set
复制 copy
拷贝 copy
移动 move
重命名 rename
改名 rename
删除 delete remove
创建 create
新建 create
列出 list
显示 show
查看 show
打印 print
主机 host
电脑 computer
服务器 server host
远程 remote
登录 log login
系统 system
日志 log message
定时 scheduled time
任务 job
执行 run execute
运行 run
比较 compare
对比 compare
不同 difference
差异 difference
统计 count
行数 line count
多少 count how much
行 line
列 column
网络 network
网页 web url
下载 download
上传 upload send
传输 transfer
同步 synchronise
备份 copy backup
用户 user
密码 password
安装 install
软件包 package
卸载 remove uninstall
挂载 mount
分区 partition
格式化 format
分支 branch
提交 commit
仓库 repository
容器 container
路径 path
链接 link
所有者 owner
时间 time
日期 date
版本 version release
内核 kernel
图片 image
视频 video
加密 encrypt
证书 certificate
密钥 key
编码 encode
排序 order sort
重复 repeated
替换 substitute replace
历史 history
别名 alias
帮助 manual
手册 manual
大小 size
最大 size large
地址 address
域名 domain
防火墙 firewall
设备 device
"""

# Words that a question is made with, and that tell nothing of what it is about.
QUIET = frozenset(
    "a an and any anything are as at be been but by can could did do does for from give go had has have he her his "
    "how i if in into is it its let like me my need not of off on one only or our out own please she should so some "
    "somebody someone something than that the their them then there these they thing this those to up us want was "
    "we were what when where which while who will with without would you your".split()
)

_ENDINGS = ("ing", "ed", "es", "s")


def others(word: str) -> list[str]:
    """Words that may stand for this one, itself left out."""
    if not _BY_WORD:
        for line in GROUPS.strip().splitlines():
            group = line.split()
            for one in group:
                _BY_WORD.setdefault(one, []).extend([other for other in group if other != one])
    found = list(_BY_WORD.get(word, ()))
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            for form in (stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else ""):
                found += _BY_WORD.get(form, ())
    return list(dict.fromkeys(found))


_BY_WORD: dict[str, list[str]] = {}


def of_chinese(text: str) -> list[str]:
    """The English words for the Chinese ones in a text."""
    if text.isascii():
        return []
    pairs = [line.partition(" ")[::2] for line in CHINESE.strip().splitlines()]
    found: list[str] = []
    for chinese, english in sorted(pairs, key=lambda pair: -len(pair[0])):
        if chinese in text:
            text = text.replace(chinese, " ")
            found += english.split()
    return list(dict.fromkeys(found))
