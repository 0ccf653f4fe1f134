//! A plugin with one command that does nothing: what `tests/bench/nu_plugin.py` compares ghost's with.

use nu_plugin::{
    EngineInterface, EvaluatedCall, MsgPackSerializer, Plugin, PluginCommand, SimplePluginCommand, serve_plugin,
};
use nu_protocol::{LabeledError, Signature, Type, Value};

struct Empty;

struct Nothing;

impl Plugin for Empty {
    fn version(&self) -> String {
        "0.0.0".to_owned()
    }

    fn commands(&self) -> Vec<Box<dyn PluginCommand<Plugin = Self>>> {
        vec![Box::new(Nothing)]
    }
}

impl SimplePluginCommand for Nothing {
    type Plugin = Empty;

    fn name(&self) -> &'static str {
        "empty"
    }

    fn description(&self) -> &'static str {
        "Does nothing."
    }

    fn signature(&self) -> Signature {
        Signature::build("empty").input_output_type(Type::Nothing, Type::Nothing)
    }

    fn run(
        &self,
        _plugin: &Empty,
        _engine: &EngineInterface,
        call: &EvaluatedCall,
        _input: &Value,
    ) -> Result<Value, LabeledError> {
        Ok(Value::nothing(call.head))
    }
}

fn main() {
    serve_plugin(&Empty, MsgPackSerializer);
}
