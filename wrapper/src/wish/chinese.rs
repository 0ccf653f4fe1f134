//! Chinese orders. Chinese has no spaces: what is forbidden stands behind the word that forbids, in the same clause.

use crate::protocol::types::Constraint;

/// These forbid; what stands behind them and is not known forbids every change.
const FORBID: &[&str] =
    &["不要", "别", "別", "请勿", "請勿", "切勿", "禁止", "不准", "不许", "不許", "不得", "先不", "严禁", "嚴禁"];

/// These say that something need not be: only what is known counts.
const SPARE: &[&str] = &[
    "不用",
    "不需要",
    "无需",
    "無需",
    "不必",
    "暂不",
    "暫不",
    "不使用",
    "不靠",
    "无须",
    "無須",
    "不想",
    "不希望",
    "不能",
    "不可",
];

/// Words with 别 in them that forbid nothing: signs before and behind.
const OTHER_BEFORE: &str = "级分特区识性类个差判辨告派級區識類個";
const OTHER_AFTER: &str = "的名人处處墅致称";

const CLASSES: [(Constraint, &[&str]); 7] = [
    (Constraint::FolderOnly, &["离开", "離開", "超出", "跳出"]),
    (Constraint::NoInstall, &["安装", "安裝", "装", "裝", "升级", "升級", "install"]),
    (
        Constraint::NoDelete,
        &["删", "刪", "清理", "清空", "清除", "移除", "卸载", "卸載", "丢", "丟", "抹", "覆盖", "覆蓋"],
    ),
    (
        Constraint::NoServices,
        &["重启", "重啟", "停", "启动", "啟動", "关闭", "關閉", "关掉", "杀", "殺", "kill", "关机", "關機", "重新加载"],
    ),
    (
        Constraint::NoNetwork,
        &["联网", "聯網", "连网", "上网", "上網", "下载", "下載", "网络", "網絡", "網路", "访问外", "连接外"],
    ),
    (Constraint::NoPrivilege, &["sudo", "root", "管理员", "管理員", "提权", "特权"]),
    (
        Constraint::NoChange,
        &[
            "改", "修改", "动", "動", "碰", "写", "寫", "执行", "執行", "运行", "運行", "编辑", "編輯", "更新", "变更",
            "變更", "移", "创建", "創建", "新建", "做", "保存", "提交",
        ],
    ),
];

/// What may be left undone without anything being forbidden.
const HARMLESS: &[&str] = &[
    "显示", "顯示", "列", "告诉", "告訴", "解释", "解釋", "担心", "擔心", "紧张", "忘", "着急", "客气", "客氣", "管",
    "问", "問", "说", "說", "包括", "包含", "怕", "太", "这么", "那么", "急", "啰嗦", "翻译", "用",
];

/// Looking, behind "only".
const LOOKS: &[&str] = &[
    "看",
    "查",
    "检查",
    "檢查",
    "告诉",
    "告訴",
    "说",
    "說",
    "解释",
    "解釋",
    "列出",
    "显示",
    "顯示",
    "想知道",
    "读取",
    "分析",
];

/// What a person calls the place where they are.
const FOLDERS: &[&str] = &["目录", "目錄", "文件夹", "文件夾", "資料夾", "项目", "仓库"];

/// Where one of these stands anywhere, what cannot be done is told of, and the way out is asked for.
const REPORTS: &[&str] = &[
    "为什么",
    "為什麼",
    "为何",
    "為何",
    "怎么办",
    "怎麼辦",
    "原因",
    "怎么回事",
    "怎么会",
    "怎麼會",
    "怎么解决",
    "报错",
];

/// A clause with one of these asks.
const ASKS: &[&str] = &["吗", "嗎", "呢", "什么", "什麼", "哪", "怎么", "怎麼", "如何", "谁", "誰", "会怎", "会不会"];

/// These forbid the verb directly behind them, unless they tell of what does not work.
const CANNOT: &[&str] = &["不能", "不可以", "不可", "不允许", "不允許", "避免", "勿", "不"];

/// Between such a word and its verb.
const STEPS: &[&str] = &["随便", "擅自", "自动", "自動", "再", "去", "使用", "用", "以"];

/// What may stand before such a word without being what it tells of.
const LINKS: &[&str] =
    &["但", "但是", "不过", "不過", "而且", "并且", "並且", "也", "又", "都", "且", "可是", "请", "請"];

/// `text`: the whole of it.
pub(super) fn read(clause: &str, text: &str, found: &mut Vec<Constraint>) {
    if clause.is_ascii()
        || ["为什么", "為什麼", "为何", "為何", "怎么会", "怎麼會"].iter().any(|why| clause.contains(why))
    {
        return;
    }
    if !REPORTS.iter().any(|word| text.contains(word)) && !ASKS.iter().any(|word| clause.contains(word)) {
        cannot(clause, text, found);
        states(clause, found);
    }
    for (list, strict) in [(FORBID, true), (SPARE, false)] {
        for word in list {
            for (at, _) in clause.match_indices(word) {
                let (before, rest) = (clause[..at].chars().last(), &clause[at + word.len()..]);
                // 怎么禁止: how to forbid it to others.
                let asks = *word == "禁止" && ASKS.iter().any(|how| clause[..at].contains(how));
                if !asks && forbids(word, before, rest) {
                    forbid(rest, strict, found);
                }
            }
        }
    }
    only(clause, found);
    let offline = [
        "离线状态",
        "離線狀態",
        "离线模式",
        "离线情况",
        "保持离线",
        "保持離線",
        "离线查",
        "离线看",
        "离线告诉",
        "离线完成",
        "离线做",
        "离线处理",
        "离线解决",
        "离线进行",
    ];
    if offline.iter().any(|word| clause.contains(word))
        || ["不联网", "不聯網", "不上网", "不連網"].iter().any(|no| clause.contains(no))
    {
        found.push(Constraint::NoNetwork);
    }
}

/// 但不能删除任何文件, 避免安装, 不装任何东西
fn cannot(clause: &str, text: &str, found: &mut Vec<Constraint>) {
    let clause = clause.trim();
    // What stands alone, or begins with what cannot be done, tells of it: 文件不能删除.
    let begins = text.trim_start().starts_with(clause);
    for word in CANNOT {
        for (at, _) in clause.match_indices(word) {
            let (before, rest) = (clause[..at].trim_end(), clause[at + word.len()..].trim_start());
            let step = STEPS.iter().find_map(|step| rest.strip_prefix(step)).unwrap_or(rest).trim_start();
            let Some((constraint, _)) =
                CLASSES.iter().find(|(_, words)| words.iter().any(|verb| step.starts_with(verb)))
            else {
                continue;
            };
            // 能不能, 可不可以: whether one can.
            if before.ends_with(['能', '可', '要', '会', '會', '是']) {
                continue;
            }
            let linked = before.is_empty() || LINKS.contains(&before);
            let forbids = match *word {
                // 不停: again and again. Behind a noun it tells of what something does not do: 服务不启动.
                "不" => linked && !step.starts_with('停') && (!begins || step.contains("任何")),
                "不能" => linked && text.trim() != clause || !begins,
                _ => linked || !begins,
            };
            if forbids || step.contains("任何") && linked {
                found.push(*constraint);
            }
        }
    }
}

/// 都要保留, 只能用普通用户, 保持系统不变
fn states(clause: &str, found: &mut Vec<Constraint>) {
    let any = |words: &[&str]| words.iter().any(|word| clause.contains(word));
    if any(&[
        "都要保留",
        "全部保留",
        "必须保留",
        "必須保留",
        "都保留",
        "保留所有",
        "保留好所有",
        "要保留所有",
        "保留全部",
        "不能丢",
        "不能少",
    ]) {
        found.push(Constraint::NoDelete);
    }
    if any(&["只能用普通用户", "只用普通用户", "以普通用户", "只能用普通使用者", "用普通用户身份"])
    {
        found.push(Constraint::NoPrivilege);
    }
    if clause.contains("保持") && (clause.ends_with("不变") || clause.ends_with("原样")) {
        found.push(Constraint::NoChange);
    }
    if ["保持", "继续"].iter().any(|word| clause.contains(word))
        && (clause.ends_with("运行") || clause.ends_with("在线"))
    {
        found.push(Constraint::NoServices);
    }
}

/// True where the word is one that forbids, and no part of another.
fn forbids(word: &str, before: Option<char>, rest: &str) -> bool {
    let next = rest.chars().next();
    match word {
        "别" | "別" => {
            !before.is_some_and(|before| OTHER_BEFORE.contains(before))
                && !next.is_some_and(|next| OTHER_AFTER.contains(next))
        }
        // 要不要: whether to.
        "不要" => before != Some('要') && !rest.starts_with('的'),
        "禁止" => !matches!(before, Some('被' | '止')) && !rest.starts_with('的'),
        "不得" => !matches!(before, Some('舍' | '巴' | '由' | '恨' | '怪' | '记')) && !rest.starts_with("不"),
        // What cannot be done is told of more often than forbidden.
        "不能" | "不可" => {
            before.is_some_and(|before| "绝絕你您万萬".contains(before))
                || rest.contains("任何")
                    && before.is_none()
                    && !["怎", "原因", "办", "辦"].iter().any(|why| rest.contains(why))
        }
        "不想" | "不希望" => matches!(before, None | Some('我' | '们' | '們')),
        _ => !rest.starts_with('的'),
    }
}

fn forbid(rest: &str, strict: bool, found: &mut Vec<Constraint>) {
    if rest.trim().is_empty() {
        return;
    }
    let from = found.len();
    // What is asked for behind it is another thought.
    let end =
        ["告诉", "告訴", "但", "只", "怎么", "怎麼", "看看", "查一下"].iter().filter_map(|word| rest.find(word)).min();
    let order = &rest[..end.unwrap_or(rest.len())];
    // 不要动这个目录以外的东西: within it that may be.
    if let Some(at) = ["以外", "之外", "外面"].iter().filter_map(|word| order.find(word)).min()
        && FOLDERS.iter().any(|folder| order[..at].ends_with(folder))
    {
        return found.push(Constraint::FolderOnly);
    }
    for (constraint, words) in CLASSES {
        if words.iter().any(|word| order.contains(word)) && !(constraint == Constraint::NoChange && found.len() > from)
        {
            found.push(constraint);
        }
    }
    let harmless = HARMLESS.iter().any(|word| rest.trim_start().starts_with(word));
    if strict && found.len() == from && !harmless {
        found.push(Constraint::NoChange);
    }
}

/// 只看不改, 只告诉我, 只在当前目录
fn only(clause: &str, found: &mut Vec<Constraint>) {
    for word in ["只", "仅", "僅", "光"] {
        for (at, _) in clause.match_indices(word) {
            let mut rest = &clause[at + word.len()..];
            for filler in ["需要", "需", "要", "是", "想", "管", "帮我", "幫我", "给我", "給我"] {
                rest = rest.strip_prefix(filler).unwrap_or(rest);
            }
            let place = rest.strip_prefix('在').or_else(|| rest.strip_prefix('限'));
            let here = |rest: &str| {
                let place =
                    ["当前", "這個", "这个", "本", "此", "當前"].iter().find_map(|word| rest.strip_prefix(word));
                place.is_some_and(|rest| FOLDERS.iter().any(|folder| rest.starts_with(folder)))
            };
            if place.is_some_and(here) {
                found.push(Constraint::FolderOnly);
            } else if LOOKS.iter().any(|look| rest.starts_with(look)) || rest.starts_with("知道") {
                found.push(Constraint::NoChange);
            }
        }
    }
}
