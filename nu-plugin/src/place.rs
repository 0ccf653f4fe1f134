//! Where the caller is: nu's working folder and environment, which are not those of this process.

use std::collections::HashMap;
use std::path::PathBuf;

use nu_plugin::EngineInterface;
use nu_protocol::{ShellError, Spanned, Value};

/// See the module.
#[derive(Debug, Default)]
pub struct Place {
    /// The working folder.
    pub folder: PathBuf,
    /// The environment that a program started there would get.
    pub variables: HashMap<String, String>,
}

impl Place {
    /// Asks nu.
    pub fn of(engine: &EngineInterface) -> Result<Self, ShellError> {
        let folder = PathBuf::from(engine.get_current_dir()?);
        let values = engine.get_env_vars()?;
        let conversions = values.get("ENV_CONVERSIONS").and_then(|value| value.as_record().ok().cloned());
        let mut variables = HashMap::with_capacity(values.len());
        for (name, value) in values {
            let text = match &value {
                // Not part of what programs get: nu's own settings, and how it converts.
                _ if name == "config" || name == "ENV_CONVERSIONS" => continue,
                Value::List { .. } | Value::Record { .. } | Value::Closure { .. } | Value::Custom { .. } => {
                    let how = conversions.as_ref().and_then(|all| {
                        let (_, how) = all.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name))?;
                        how.as_record().ok()?.get("to_string")?.as_closure().ok().cloned()
                    });
                    let converted = how.and_then(|closure| {
                        let span = value.span();
                        engine
                            .eval_closure(&Spanned { item: closure, span }, vec![value.clone()], Some(value.clone()))
                            .ok()
                    });
                    match converted {
                        Some(text) => text.coerce_into_string().ok(),
                        None => path(&name, &value),
                    }
                }
                _ => value.coerce_string().ok(),
            };
            if let Some(text) = text {
                // Nu keeps it as `Path` where another system's habit brought it in so.
                variables.insert(if name.eq_ignore_ascii_case("PATH") { "PATH".to_owned() } else { name }, text);
            }
        }
        Ok(Self { folder, variables })
    }
}

/// Nu joins the folders of the search path for programs, and no other list.
fn path(name: &str, value: &Value) -> Option<String> {
    let folders = value.as_list().ok().filter(|_| name.eq_ignore_ascii_case("PATH"))?;
    let folders: Vec<String> = folders.iter().filter_map(|folder| folder.coerce_string().ok()).collect();
    Some(folders.join(":"))
}
