use ::rules::{Remedy, Rules};
use chrono::NaiveDate;
use documents::mapping::FactValue;
use kernel::Text;
use sea_orm::ConnectionTrait;
use trust::Work;

use crate::Error;
use crate::matter::Matter;

/// Where one turns who does not agree with a decision: what its document says, and by which rule.
pub struct Instruction {
    pub rule: String,
    pub version: String,
    /// Facts of the decision's document.
    pub facts: Vec<(&'static str, FactValue)>,
}

/// The instruction of a decision in a matter by the rules in force today; `after_review` when it is made upon a request for
/// review, which leads to a court.
pub async fn instruction(work: &Work, rules: &Rules, matter: &Matter, after_review: bool) -> Result<Instruction, Error> {
    let set = rules.remedies.on(work.today());
    // Each valid set has one for every task; without it the fields are the writer's, and the decision asks for them.
    let Some(remedy) = set.body.of(matter.scope.service_task, after_review) else {
        return Ok(Instruction { rule: String::new(), version: set.version.clone(), facts: Vec::new() });
    };
    let (authority, address) = place(work, remedy, work.today()).await?;
    Ok(Instruction {
        rule: remedy.id.clone(),
        version: set.version.clone(),
        facts: vec![
            ("appeal_kind", FactValue::Code(remedy.kind.thl().to_owned())),
            ("appeal_authority", FactValue::Text(authority.fi)),
            ("appeal_address", FactValue::Text(address.fi)),
        ],
    })
}

/// The organ and its address with the organiser's name.
pub async fn place(conn: &impl ConnectionTrait, remedy: &Remedy, today: NaiveDate) -> Result<(Text, Text), Error> {
    let county = people::organisation::county(conn, today).await?;
    Ok(remedy.place(county.as_deref().unwrap_or("Hyvinvointialue")))
}
