//! What a rule's condition answered, by the numbers it names: most clients of a day, and most days of a client, are alike.

use std::collections::HashMap;

use rules::{AlertRule, CelFault, Figure, Figures};

/// Answers that are remembered at once.
const REMEMBERED: usize = 200_000;

pub(crate) struct Answers<'r> {
    rule: &'r AlertRule,
    given: HashMap<Vec<u64>, bool>,
    numbers: Vec<u64>,
}

impl<'r> Answers<'r> {
    pub fn of(rule: &'r AlertRule) -> Self {
        Self { rule, given: HashMap::new(), numbers: Vec::new() }
    }

    /// Whether the rule holds of these figures, in the order of the rule's own.
    ///
    /// # Errors
    /// When the condition gives no answer; it is asked again the next time.
    pub fn holds(&mut self, figures: &[Figure]) -> Result<bool, CelFault> {
        self.numbers.clear();
        self.rule.named_numbers(figures, &mut self.numbers);
        if let Some(answer) = self.given.get(&self.numbers) {
            return Ok(*answer);
        }
        let named: Figures = self.rule.figures.iter().map(|figure| figure.name.clone()).zip(figures.iter().copied()).collect();
        let answer = self.rule.holds(&named)?;
        if self.given.len() >= REMEMBERED {
            self.given.clear();
        }
        self.given.insert(self.numbers.clone(), answer);
        Ok(answer)
    }
}
