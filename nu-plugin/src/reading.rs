//! How nu's lines are read here: the nu that has called is asked, by its own `ast`, and so knows the session's names. No
//! process is started for it, and nothing of the lines runs.

use ghostsh::driver::nu::{NuReader, Reader};
use ghostsh::line::nu::{By, Told};
use nu_plugin::{EngineInterface, EvaluatedCall};
use nu_protocol::{DeclId, IntoSpanned as _, PipelineData, Span, Value};

/// Bytes of a line, and opening brackets: nu follows them without a bound, and it is the person's shell that would.
const LONGEST: usize = 4096;
const MOST_BRACKETS: usize = 120;

/// See the module.
struct Session {
    engine: EngineInterface,
    span: Span,
    ast: Option<DeclId>,
}

/// The nu of this call. To be made where it is used: it stays in its thread.
pub fn reader(engine: EngineInterface, span: Span) -> Reader {
    let ast = engine.find_decl("ast").ok().flatten();
    Reader::new(Session { engine, span, ast })
}

impl NuReader for Session {
    fn read(&mut self, lines: &[&str]) -> Vec<Option<Told>> {
        lines.iter().map(|line| self.line(line)).collect()
    }
}

impl Session {
    fn line(&self, line: &str) -> Option<Told> {
        let brackets = line.bytes().filter(|byte| matches!(byte, b'(' | b'[' | b'{')).count();
        if line.len() > LONGEST || brackets > MOST_BRACKETS {
            return None;
        }
        let pieces = self.ast(line, true)?;
        let pieces: serde_json::Value = serde_json::from_str(pieces.as_str().ok()?).ok()?;
        let parsed = self.ast(line, false)?;
        let error = parsed.get_data_by_key("error")?;
        let error = error.as_str().ok()?;
        Told::read(&serde_json::json!({ "pieces": pieces, "error": error }), By::Session)
    }

    /// What `ast --json LINE` gives.
    fn ast(&self, line: &str, flatten: bool) -> Option<Value> {
        let mut call = EvaluatedCall::new(self.span)
            .with_positional(Value::string(line, self.span))
            .with_flag("json".into_spanned(self.span));
        if flatten {
            call.add_flag("flatten".into_spanned(self.span));
        }
        let told = self.engine.call_decl(self.ast?, call, PipelineData::empty(), true, false).ok()?;
        told.into_value(self.span).ok()
    }
}
