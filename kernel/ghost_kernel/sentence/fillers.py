"""Ordinary words that colour a question and change nothing of what is asked, and how common ones are misspelt.

Words for things are not here: a sentence about dinner has to stay a sentence about dinner.
"""

from __future__ import annotations

# Adverbs, adjectives of politeness and of degree, verbs of asking: more of lexicon.STOP.
ENGLISH = frozenset(
    "good morning afternoon evening night greetings howdy grateful thankful obliged nicely lovely great glad "
    "happy hopefully hope wanted wants needing needs hoping trying supposed seem seems seemed appears apparently "
    "obviously basically literally honestly frankly seriously merely purely mostly mainly especially "
    "particularly generally usually normally typically sometimes always ever forever soon later earlier "
    "afterwards meanwhile today's back away along together apart across near nearby otherwise instead rather "
    "either nor both other others another elsewhere such few several many plenty pretty fairly somewhat slightly "
    "chunk chunks piece pieces portion portions totally "
    "completely entirely fully absolutely definitely certainly surely probably possibly likely unlikely "
    "briefly short shortly long little roughly approximately nearly almost single entire certain particular "
    "specific given various respective proper properly correctly rightly wrongly accidentally forgotten remember "
    "remembered recall noticed notice noticing guess suppose assume believe feel feels felt heard hear figure "
    "figured supposedly bothering bothered disturbing favour favor hand lend assist assistance hint gist whom "
    "whoever whichever whenever wherever anyway although despite unless until till once ours theirs hers myself "
    "yourself itself ourselves themselves everyone everybody somebody's yo sup madam ma'am "
    "dude pal hiya cheerio regards sincerely yours-truly k kk ya yea aye pleaseee plss thanx thnx cuz coz dunno "
    "lemme gotta gonna kinda sorta looks looking made making makes keeps lets letting comes came coming goes "
    "went brings brought happens happened turns turned said annoying annoyed silly weirdly strangely "
    "suddenly mysteriously randomly constantly permanently assigned respectively actual existing".split()
)
HAN = frozenset(
    "两个 俩 有人说 有人讲 有人告诉我 听说 据说 听人说 "
    "包括子目录 包含子目录 含子目录 连同子目录 子目录也算 一次 主要 主要是 一份 一份儿 一眼 一下儿 "
    "早上好 下午好 晚上好 早 您好呀 不知 不晓得 方便 有空 有劳 辛苦 辛苦了 拜托 求助 求 跪求 急 在线等 急急急  "
    "各位 大家 大神 同学 老师 先生 女士 您这边 那边 一般 通常 平时 有时 有时候 又是 还是 其实 "
    "反正 干脆 直接 顺手 随便 简单 稍微 略 挺 蛮 好像是 貌似 感觉 觉得 怀疑 猜 估计 恐怕 难道 莫非 突然 忽然 "
    "刚好 正好 恰好 分别 各自 逐个 依次 一起 另 别的 其他 其它 整个 整体 总之 嘛呢 呐 哟 耶 诶 唉 噢 哇 咧 咯 "
    "到底是 究竟有 能够 可否 是否能 需不需要 一共有 统共 拢共 合适 比较合适 应该用 这会儿 眼下 如今 当下 此刻 "
    "怎么说 话说 对了 那啥 那个啥 咱这 我这边 我们这 给我们 帮我们 帮咱 帮着 来着 呗呢 得了 算了 罢了 而已 下子".split()
)

# Slips of the fingers that no measure of distance can decide: each has another word as near.
MISSPELT = {
    "hwo": "how", "teh": "the", "hte": "the", "adn": "and", "nad": "and", "wich": "which", "whcih": "which",
    "wihch": "which", "wat": "what", "waht": "what", "whta": "what", "wht": "what", "wehre": "where", "wher": "where",
    "whre": "where", "taht": "that", "thsi": "this", "tihs": "this", "thier": "their", "yuo": "you", "yoru": "your",
    "mnay": "many", "mayn": "many", "muhc": "much", "cna": "can", "ahve": "have", "hvae": "have",
    "dose": "does", "deos": "does", "si": "is", "iz": "is", "ot": "to", "fo": "of", "ont": "not",
    "fiels": "files", "fiel": "file", "flie": "file", "fils": "files", "filse": "files",
    "fomr": "from", "woh": "who", "hwat": "what", "whos": "who", "shwo": "show", "hsow": "show",
    "lsit": "list", "fidn": "find", "usign": "using", "uesd": "used", "onthe": "on", "inthe": "in", "isthe": "is",
    "wats": "what", "whats": "what", "hows": "how", "wheres": "where", "theres": "there", "alot": "many",
    "al": "all", "evry": "every", "excpet": "except", "y": "why",
    "brake": "break", "brok": "broke", "r": "are", "ur": "your", "abt": "about", "b4": "before",
    "plese": "please", "rember": "remember", "remeber": "remember", "beleive": "believe", "recieve": "receive",
    "ram's": "ram", "dirs": "directories", "cmd": "command", "cmds": "commands", "proc": "process",
    "procs": "processes",
    "ver": "version", "vers": "version", "gw": "gateway", "val": "value", "vals": "values", "col": "column",
    "cols": "columns", "perm": "permission", "perms": "permissions", "usr": "user", "usrs": "users", "grp": "group",
    "addr": "address", "addrs": "addresses", "iface": "interface", "ifaces": "interfaces", "prog": "program",
    "progs": "programs", "num": "number", "srv": "server", "svr": "server", "cfg": "config", "cfgs": "config",
    "errs": "errors", "err": "error", "msg": "message", "avail": "available", "prev": "previous", "sz": "size",
    "conns": "connections", "conn": "connection", "curr": "current", "hw": "hardware", "sw": "software",
    "deps": "dependencies", "exe": "executable", "ctr": "container", "ctrs": "containers", "args": "arguments",
    "opts": "options", "ppl": "people", "thru": "through", "chgd": "changed", "distros": "distributions",
    "fw": "firewall", "mods": "modules", "tz": "timezone", "avg": "average",
    "loc": "location", "subdir": "subdirectory", "subdirs": "subdirectories",
    "svc": "service", "svcs": "services", "pkgs": "packages", "msgs": "messages", "mem": "memory", "repo's": "repo",
}  # fmt: skip
