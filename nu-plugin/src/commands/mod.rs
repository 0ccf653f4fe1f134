//! The commands, one a file. A new one is a file here, a line below, and its name in the README's list.

mod ask;
mod explain;
mod fix;
mod ghost;
mod log;
mod route;
mod status;
mod undo;

use nu_plugin::PluginCommand;

use crate::plugin::Ghost;

/// All of them.
pub fn all() -> Vec<Box<dyn PluginCommand<Plugin = Ghost>>> {
    vec![
        Box::new(ghost::Run),
        Box::new(ask::Ask),
        Box::new(explain::Explain),
        Box::new(fix::Fix),
        Box::new(log::Log),
        Box::new(route::Route),
        Box::new(status::Status),
        Box::new(undo::Undo),
    ]
}
