//! Short names for servers and programs that many people have.
//!
//! Addresses are those that their makers publish; what a program is told to keep its own tools out of the way is in its
//! own reference. An option that a program does not know makes it refuse, which is told and harms nothing.

use super::Wire;

/// A server by its short name.
#[derive(Debug)]
pub struct Preset {
    /// The short name.
    pub name: &'static str,
    /// What it speaks.
    pub wire: Wire,
    /// Its base address.
    pub url: &'static str,
    /// The variable that usually holds its key; empty: none is needed.
    pub key_env: &'static str,
}

const fn hosted(name: &'static str, url: &'static str, key_env: &'static str) -> Preset {
    Preset { name, wire: Wire::OpenAi, url, key_env }
}

const fn local(name: &'static str, wire: Wire, url: &'static str) -> Preset {
    Preset { name, wire, url, key_env: "" }
}

/// Known servers, by name.
pub const PRESETS: &[Preset] = &[
    Preset { name: "anthropic", wire: Wire::Anthropic, url: "https://api.anthropic.com", key_env: "ANTHROPIC_API_KEY" },
    hosted("dashscope", "https://dashscope.aliyuncs.com/compatible-mode/v1", "DASHSCOPE_API_KEY"),
    hosted("dashscope-intl", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "DASHSCOPE_API_KEY"),
    hosted("deepseek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
    Preset {
        name: "gemini",
        wire: Wire::Gemini,
        url: "https://generativelanguage.googleapis.com/v1beta",
        key_env: "GEMINI_API_KEY",
    },
    hosted("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
    local("llama.cpp", Wire::OpenAi, "http://127.0.0.1:8080/v1"),
    local("lmstudio", Wire::OpenAi, "http://127.0.0.1:1234/v1"),
    hosted("mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
    hosted("moonshot", "https://api.moonshot.cn/v1", "MOONSHOT_API_KEY"),
    local("ollama", Wire::Ollama, "http://127.0.0.1:11434"),
    hosted("openai", "https://api.openai.com/v1", "OPENAI_API_KEY"),
    hosted("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
    hosted("siliconflow", "https://api.siliconflow.cn/v1", "SILICONFLOW_API_KEY"),
    hosted("together", "https://api.together.xyz/v1", "TOGETHER_API_KEY"),
    local("vllm", Wire::OpenAi, "http://127.0.0.1:8000/v1"),
    hosted("xai", "https://api.x.ai/v1", "XAI_API_KEY"),
    hosted("zhipu", "https://open.bigmodel.cn/api/paas/v4", "ZHIPUAI_API_KEY"),
];

/// The server of that short name.
#[must_use]
pub fn preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

/// A program by its short name.
#[derive(Debug)]
pub struct Cli {
    /// The short name.
    pub name: &'static str,
    /// Its words; the prompt goes to its stdin.
    pub words: &'static [&'static str],
    /// The option in front of a model's name; empty: the name follows by itself.
    pub model_option: &'static str,
    /// It is nothing without a model's name.
    pub needs_model: bool,
    /// It asks nobody outside of this machine.
    pub local: bool,
}

/// Known programs, by name.
pub const CLIS: &[Cli] = &[
    Cli {
        name: "claude",
        // No tools of its own, and none of servers that its settings name.
        words: &["claude", "-p", "--tools", "", "--strict-mcp-config"],
        model_option: "--model",
        needs_model: false,
        local: false,
    },
    Cli {
        name: "codex",
        // It has no way to go without tools; these can write nothing and reach nothing.
        words: &["codex", "exec", "--sandbox", "read-only", "--skip-git-repo-check", "--ephemeral", "-"],
        model_option: "--model",
        needs_model: false,
        local: false,
    },
    Cli {
        name: "gemini-cli",
        words: &["gemini", "--approval-mode", "plan", "--extensions", "none"],
        model_option: "--model",
        needs_model: false,
        local: false,
    },
    // It has tools only where they are named.
    Cli { name: "llm", words: &["llm"], model_option: "-m", needs_model: false, local: false },
    Cli {
        name: "ollama-run",
        words: &["ollama", "run", "--nowordwrap"],
        model_option: "",
        needs_model: true,
        local: true,
    },
];

/// The program of that short name.
#[must_use]
pub fn cli(name: &str) -> Option<&'static Cli> {
    CLIS.iter().find(|cli| cli.name == name)
}

impl Cli {
    /// Its words with this model's name in their place.
    #[must_use]
    pub fn with_model(&self, model: &str) -> Vec<String> {
        let mut words: Vec<String> = self.words.iter().map(|word| (*word).to_owned()).collect();
        if model.is_empty() {
            return words;
        }
        let named = [self.model_option, model].into_iter().filter(|word| !word.is_empty()).map(str::to_owned);
        // "-" stands for stdin and is the last word.
        let at = if words.last().is_some_and(|word| word == "-") { words.len() - 1 } else { words.len() };
        words.splice(at..at, named);
        words
    }
}

#[cfg(test)]
mod tests {
    use super::super::Address;
    use super::*;

    #[test]
    fn every_preset_can_be_used() {
        let names: Vec<_> = PRESETS.iter().map(|preset| preset.name).chain(CLIS.iter().map(|cli| cli.name)).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), names.len(), "a name stands for one thing");
        for preset in PRESETS {
            let address = Address::read(preset.url).expect(preset.url);
            assert_eq!(address.is_loopback(), preset.key_env.is_empty(), "{}", preset.name);
            assert!(address.is_loopback() || address.is_encrypted(), "{}", preset.name);
        }
    }

    #[test]
    fn a_models_name_stands_where_the_program_takes_it() {
        let words = |name: &str, model: &str| cli(name).expect(name).with_model(model).join(" ");
        assert_eq!(words("ollama-run", "m:1b"), "ollama run --nowordwrap m:1b");
        assert_eq!(words("llm", ""), "llm");
        assert!(words("codex", "m").ends_with("--model m -"));
    }
}
