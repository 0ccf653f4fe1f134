//! The plugin: its commands, and the room they share.

use nu_plugin::{Plugin, PluginCommand};

use crate::commands;
use crate::room::Room;

/// See the module.
#[derive(Default)]
pub struct Ghost {
    /// Where the library works.
    pub room: Room,
}

impl Plugin for Ghost {
    fn version(&self) -> String {
        env!("CARGO_PKG_VERSION").to_owned()
    }

    fn commands(&self) -> Vec<Box<dyn PluginCommand<Plugin = Self>>> {
        commands::all()
    }
}
