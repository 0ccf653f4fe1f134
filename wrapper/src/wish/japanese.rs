//! Japanese orders in their plain forms: what is not to be done stands before "…ないで", "禁止" and their like.

use crate::protocol::types::Constraint;

/// These forbid what stands before them.
const FORBID: &[&str] = &["ないで", "しないこと", "ないように", "するな", "せずに", "禁止", "てはいけ", "なしで"];

/// A question.
const ASKS: &[&str] = &["なぜ", "どうして", "ですか", "ますか", "でしょうか", "何故"];

const CLASSES: [(Constraint, &[&str]); 6] = [
    (Constraint::NoInstall, &["インストール", "アップグレード"]),
    (Constraint::NoDelete, &["削除", "消さ", "消去", "捨て"]),
    (Constraint::NoServices, &["再起動", "停止", "止め", "終了"]),
    (Constraint::NoNetwork, &["ネットワーク", "インターネット", "ネット接続", "ダウンロード"]),
    (Constraint::NoPrivilege, &["sudo", "root", "管理者"]),
    (Constraint::NoChange, &["変更", "変え", "編集", "触ら", "いじら", "修正", "書き込"]),
];

/// True where the clause is written with kana.
pub(super) fn is(clause: &str) -> bool {
    clause.chars().any(|sign| ('\u{3041}'..='\u{30fa}').contains(&sign))
}

pub(super) fn read(clause: &str, found: &mut Vec<Constraint>) {
    if ASKS.iter().any(|word| clause.contains(word)) {
        return;
    }
    let Some(at) = FORBID.iter().filter_map(|word| clause.find(word)).max() else { return };
    // The verb is what stands last before it.
    let verb = CLASSES
        .iter()
        .flat_map(|(constraint, words)| words.iter().map(move |word| (clause[..at].rfind(word), *constraint)))
        .max_by_key(|(at, _)| *at);
    if let Some((Some(_), constraint)) = verb {
        found.push(constraint);
    }
}
