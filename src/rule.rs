//! Rules: what a policy states of itself.

use std::fmt;

/// A rule's public id, such as `ISE-SUBNET-COUNT`. Never reused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub String);

impl fmt::Display for RuleId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// How grave a finding is, in SARIF's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A recommendation.
    Note,
    /// Degraded or unsupported.
    Warning,
    /// Azure refuses it, or it does not work.
    Error,
}

impl Level {
    /// The word used in JSON, SARIF and metadata.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The level called `word`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Note, Self::Warning, Self::Error].into_iter().find(|level| level.as_str() == word)
    }
}

/// A passage of a document that a rule rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Short title of the document.
    pub document: String,
    /// Date of the edition, `YYYY-MM-DD`.
    pub edition: String,
    /// Heading of the section, as the document has it; `(introduction)` before the first heading.
    pub section: String,
    /// Address of the page.
    pub url: String,
}

/// One requirement, as its policy's metadata states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Public id.
    pub id: RuleId,
    /// What must hold, in one line.
    pub title: String,
    /// The requirement and what breaks without it, in our words.
    pub description: String,
    /// Default level of its findings.
    pub level: Level,
    /// static, change, nsg or routing: what it looks at.
    pub kind: String,
    /// ARM types of the resources it is about.
    pub applies_to: Vec<String>,
    /// What to do, as an imperative.
    pub remediation: String,
    /// The passages it rests on.
    pub sources: Vec<Source>,
    /// Editions in which it holds, `YYYY-MM-DD`.
    pub editions: Vec<String>,
    /// Path of the policy file inside the bundle, or as the user gave it, with forward slashes.
    pub policy_file: String,
    /// What its page says beside that.
    pub guide: Guide,
}

/// What a rule's page says for those who mend.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Guide {
    /// A fix in Terraform's language.
    pub terraform: Option<String>,
    /// A fix in Bicep.
    pub bicep: Option<String>,
    /// Rules about the same matter.
    pub related: Vec<RuleId>,
    /// What the documents advise and no input can break: id in the catalogue of requirements, and a sentence or two.
    pub advice: Vec<(String, String)>,
}

impl Rule {
    /// The family: the part of the id before the first hyphen, in lower case.
    #[must_use]
    pub fn family(&self) -> String {
        self.id.0.split('-').next().unwrap_or_default().to_lowercase()
    }

    /// The id in Pascal case, such as `IseSubnetCount`.
    #[must_use]
    pub fn pascal_name(&self) -> String {
        let mut name = String::new();
        for word in self.id.0.split('-') {
            let mut letters = word.chars();
            if let Some(first) = letters.next() {
                name.extend(first.to_uppercase());
                name.push_str(&letters.as_str().to_lowercase());
            }
        }
        name
    }
}
