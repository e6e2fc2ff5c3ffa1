//! How much one template may ask for. Every limit is far above what Azure accepts or public templates use.

use super::expression::Value;
use super::fault::Fault;

/// How many elements one `copy` may have. Source:
/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/copy-resources#copy-limits>.
pub(super) const MAX_COPIES: i64 = 800;

/// How many resources one input may declare, nested deployments included.
pub(super) const MAX_RESOURCES: usize = 50_000;

/// How many notes of one kind a report shows.
pub(super) const MAX_NOTES: usize = 20;

/// How much work all expressions of one input may take, in evaluated nodes and produced values.
const MAX_STEPS: u64 = 2_000_000;

/// How deep evaluation may nest, variables, functions and nested values together.
const MAX_DEPTH: usize = 140;

/// How many values one value may hold.
const MAX_WEIGHT: u64 = 500_000;

/// How deep a value may nest.
const MAX_VALUE_DEPTH: u16 = 128;

/// Counts what has been used.
#[derive(Debug, Default)]
pub(super) struct Budget {
    steps: u64,
    depth: usize,
}

impl Budget {
    /// Begins a nested evaluation; [`Self::leave`] ends it.
    ///
    /// # Errors
    /// When evaluation nests too deep or has taken too long.
    pub(super) fn enter(&mut self) -> Result<(), Fault> {
        if self.depth == MAX_DEPTH {
            return Err(Fault::Limit(
                "expressions, variables and parameters refer to each other deeper than 140 levels",
            ));
        }
        self.charge(1)?;
        self.depth += 1;
        Ok(())
    }

    /// Ends a nested evaluation.
    pub(super) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Counts work.
    ///
    /// # Errors
    /// When evaluation has taken too long.
    pub(super) fn charge(&mut self, steps: u64) -> Result<(), Fault> {
        self.steps = self.steps.saturating_add(steps);
        if self.steps > MAX_STEPS {
            return Err(Fault::Limit("evaluating the template takes more than 2,000,000 steps"));
        }
        Ok(())
    }

    /// Checks a value that was just built and counts its elements.
    ///
    /// # Errors
    /// When it is too large or nests too deep.
    pub(super) fn admit(&mut self, value: Value) -> Result<Value, Fault> {
        if value.weight() > MAX_WEIGHT {
            return Err(Fault::Limit("a value has more than 500,000 parts"));
        }
        if value.depth() > MAX_VALUE_DEPTH {
            return Err(Fault::Limit("a value nests deeper than 128 levels"));
        }
        let elements = match &value {
            Value::List(list) => list.items.len() as u64,
            Value::Object(object) => object.members().len() as u64,
            Value::Text(text) => text.len() as u64 / 8,
            _ => 0,
        };
        self.charge(elements)?;
        Ok(value)
    }
}
