//! A table, once all of it is there: aligned where it fits the width, else row by row with the column's name.

use super::flow::{Manner, columns, shown};
use super::inline::{Atom, Inline, Style};

type Cell = Vec<(char, Style)>;

/// Columns between two columns of the table.
const GAP: usize = 2;

/// The lines of a table; `None` when the rows are none, because no line of dashes parts head and body.
pub(super) fn lay(rows: &[String], room: usize, manner: Manner) -> Option<Vec<Cell>> {
    let (head, rest) = rows.split_first()?;
    let (parting, body) = rest.split_first()?;
    let right: Vec<bool> = cells(parting).iter().map(|cell| alignment(cell)).collect::<Option<_>>()?;
    let read = |row: &String, bold: bool| -> Vec<Cell> {
        let mut cells: Vec<Cell> = cells(row).iter().map(|cell| set(cell, bold, manner)).collect();
        cells.resize(right.len(), Cell::new());
        cells
    };
    let head = read(head, manner == Manner::Color);
    let body: Vec<Vec<Cell>> = body.iter().map(|row| read(row, false)).collect();
    let width =
        |column: usize| std::iter::once(&head).chain(&body).map(|row| columns(&row[column])).max().unwrap_or_default();
    let widths: Vec<usize> = (0..right.len()).map(width).collect();
    let total = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    Some(if total <= room { aligned(&head, &body, &widths, &right) } else { listed(&head, &body) })
}

fn aligned(head: &[Cell], body: &[Vec<Cell>], widths: &[usize], right: &[bool]) -> Vec<Cell> {
    let line = |row: &[Cell]| {
        let mut line = Cell::new();
        for (index, cell) in row.iter().enumerate() {
            if index > 0 {
                pad(&mut line, GAP);
            }
            let missing = widths[index].saturating_sub(columns(cell));
            pad(&mut line, if right[index] { missing } else { 0 });
            line.extend(cell);
            pad(&mut line, if right[index] { 0 } else { missing });
        }
        while line.last().is_some_and(|(character, _)| *character == ' ') {
            line.pop();
        }
        line
    };
    let total = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    let rule = std::iter::repeat_n(('─', Style { dim: true, ..Style::default() }), total).collect();
    [line(head), rule].into_iter().chain(body.iter().map(|row| line(row))).collect()
}

/// Too wide for a table: each row is a block of `name: value`.
fn listed(head: &[Cell], body: &[Vec<Cell>]) -> Vec<Cell> {
    let mut lines = Vec::new();
    for (index, row) in body.iter().enumerate() {
        if index > 0 {
            lines.push(Cell::new());
        }
        for (name, cell) in head.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
            let mut line = name.clone();
            if !line.is_empty() {
                line.extend(": ".chars().map(|character| (character, Style::default())));
            }
            line.extend(cell);
            lines.push(line);
        }
    }
    lines
}

fn pad(line: &mut Cell, count: usize) {
    line.extend(std::iter::repeat_n((' ', Style::default()), count));
}

/// A cell's text with its marks read.
fn set(text: &str, bold: bool, manner: Manner) -> Cell {
    let mut inline = Inline::new(manner == Manner::Text);
    inline.bold = bold;
    let mut atoms = Vec::new();
    text.chars().for_each(|character| inline.feed(character, &mut atoms));
    inline.end(&mut atoms);
    let mut cell = Cell::new();
    for atom in atoms {
        match atom {
            Atom::Char(character, style) => {
                cell.extend(shown(character, style.code).into_iter().map(|shown| (shown, style)));
            }
            Atom::Soft | Atom::Hard => cell.push((' ', Style::default())),
        }
    }
    cell
}

/// The cells of a row; `\|` and what stands in code part none.
fn cells(row: &str) -> Vec<String> {
    let row = row.trim();
    let mut cells = vec![String::new()];
    let mut code = false;
    let mut characters = row.strip_prefix('|').unwrap_or(row).chars().peekable();
    while let Some(character) = characters.next() {
        let last = cells.len() - 1;
        match character {
            '\\' if characters.peek() == Some(&'|') => {
                characters.next();
                cells[last].push('|');
            }
            '|' if !code => cells.push(String::new()),
            _ => {
                code ^= character == '`';
                cells[last].push(character);
            }
        }
    }
    if cells.len() > 1 && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// Whether a cell of the parting line aligns to the right; `None` for one that is none.
fn alignment(cell: &str) -> Option<bool> {
    let dashes = cell.trim_start_matches(':').trim_end_matches(':');
    let valid = !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-');
    valid.then(|| cell.ends_with(':') && !cell.starts_with(':'))
}
