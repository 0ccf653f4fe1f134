"""What does here what another system's command does: `ipconfig`, `tasklist`, `pbcopy`, `launchctl`."""

from __future__ import annotations

import re

from ghost_kernel.knowledge import programs
from ghost_kernel.sentence.normal import has_han
from ghost_kernel.skills import Answer, Example, Question, skill
from ghost_kernel.telling import code

# The other system's command, the line here, and what it does, in both languages.
TABLE = """
ipconfig | ip addr | shows the network addresses | 显示网络地址
ifconfig | ip addr | shows the network addresses | 显示网络地址
tasklist | ps aux | lists all processes | 列出所有进程
taskkill | kill PID | asks a process to end; `pkill NAME` goes by its name | 请进程结束；`pkill 名字` 按名字结束
dir | ls -la | lists a folder with sizes and times | 列出目录内容、大小和时间
cls | clear | empties the screen; Ctrl-L does so too | 清屏；Ctrl-L 也可以
del | rm -i FILE | deletes a file for good, and asks first | 永久删除文件；先问一下
erase | rm -i FILE | deletes a file for good, and asks first | 永久删除文件；先问一下
copy | cp -n FILE COPY | copies a file, overwrites nothing | 复制文件，不覆盖已有文件
xcopy | cp -an FOLDER COPY | copies a folder with all below, overwrites nothing | 复制整个目录，不覆盖已有文件
robocopy | rsync -a FOLDER/ COPY/ | makes one folder as another is | 把一个目录同步到另一个
move | mv -n FILE PLACE | moves or renames, overwrites nothing | 移动或改名，不覆盖已有文件
ren | mv -n FILE NEW-NAME | renames, overwrites nothing | 改名，不覆盖已有文件
md | mkdir -p FOLDER | makes a folder | 建立目录
rd | rmdir FOLDER | removes an empty folder | 删除空目录
findstr | grep TEXT FILE | prints the lines that hold a text | 显示含有某段文字的行
fc | diff FILE OTHER | shows in what two files differ | 比较两个文件
tracert | tracepath HOST | shows the way to another machine | 显示到另一台机器的路径
pathping | tracepath HOST | shows the way to another machine | 显示到另一台机器的路径
netsh | ip | shows and sets what the network is like | 查看和设置网络
systeminfo | uname -a | tells the system; `cat /etc/os-release` its release | 显示系统；`cat /etc/os-release` 显示发行版
ver | cat /etc/os-release | tells the system's release | 显示系统版本
chkdsk | fsck -n DEVICE | looks for faults of a file system, changes nothing | 检查文件系统，不做修改
diskpart | lsblk | lists disks and partitions | 列出磁盘和分区
notepad | nano FILE | edits a text | 编辑文本
regedit | ls ~/.config | settings are files, most of them there and in /etc | 设置都是文件，多在那里和 /etc
sc | systemctl status NAME | tells how a service does | 查看服务状态
schtasks | crontab -l | lists what runs at set times | 列出定时任务
icacls | ls -l FILE | shows who may do what; `chmod` and `chown` change it | 查看权限；`chmod`、`chown` 修改
attrib | ls -l FILE | shows who may do what | 查看权限
get-childitem | ls -la | lists a folder | 列出目录内容
get-process | ps aux | lists all processes | 列出所有进程
get-content | cat FILE | prints a file | 显示文件内容
select-string | grep TEXT FILE | prints the lines that hold a text | 显示含有某段文字的行
pbcopy | xclip -selection clipboard | puts its input into the clipboard | 把输入放进剪贴板
pbpaste | xclip -selection clipboard -o | prints the clipboard | 显示剪贴板内容
launchctl | systemctl | tells of services, starts and stops them | 查看、启动和停止服务
mdfind | find . -iname '*NAME*' | finds files by their name | 按名字查找文件
diskutil | lsblk | lists disks and partitions | 列出磁盘和分区
sw_vers | cat /etc/os-release | tells the system's release | 显示系统版本
brew | sudo apt install NAME | installs it; `remove` takes it away again | 安装软件；`remove` 卸载
choco | sudo apt install NAME | installs it; `remove` takes it away again | 安装软件；`remove` 卸载
winget | sudo apt install NAME | installs it; `remove` takes it away again | 安装软件；`remove` 卸载
dscacheutil | getent hosts NAME | asks what a name's address is | 查询名字对应的地址
"""
_CUE = re.compile(
    r"\b(?:linux|equivalent|counterpart|instead|replac\w*|substitute|analog\w*|command for|same as|something like"
    r"|here|on this (?:system|machine)|version of)\b|对应|等价|相当于|替代|代替|换成什么|怎么用|是什么命令|什么命令",
    re.I,
)
_WORD = re.compile(r"[A-Za-z][A-Za-z_-]+")


def _rows() -> dict[str, list[str]]:
    """By the other system's command. Read where it is asked for, and not kept."""
    rows = [line.split(" | ") for line in TABLE.strip().splitlines()]
    return {row[0]: row[1:] for row in rows}


def _of(question: Question) -> Answer | None:
    """The line; None where no such command is named, where it is here, or where something else is asked of it."""
    text = question.text
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) > 16 or not _CUE.search(text):
        return None
    rows = _rows()
    named = [word for word in words if word in rows]
    # Words of every day among them say nothing by themselves: `move`, `copy`.
    named = [word for word in named if word not in _ORDINARY or re.search(rf"[`'\"“]{word}\b|\b{word}\s*[`'\"”]", text)]
    if len(set(named)) != 1 or programs.runs(question.machine, named[0], question.dialect):
        return None
    line, about, about_chinese = rows[named[0]]
    if has_han(text):
        return Answer(f"{code(named[0])} 在这里对应 {code(line)}：{about_chinese}。")
    return Answer(f"What {code(named[0])} does elsewhere, {code(line)} does here: it {about}.")


_ORDINARY = frozenset("move copy erase del ver sc fc rd md ren".split())


@skill(whole=_of)
def answer(asked: object) -> None:
    """Nothing by frames: the sentence is read as a whole."""


EXAMPLES = [
    Example("What is the Linux command for ipconfig?", "ip addr"),
    Example("is there an equivalent of tasklist here", "ps aux"),
    Example("linux 里 tracert 对应什么命令", "tracepath"),
    Example("what is 'copy' called on linux", "cp -n"),
    Example("what type of file is here", lacks="elsewhere", silent=True),
    Example("what does dir do here", lacks="elsewhere", programs=["dir"], silent=True),
]
