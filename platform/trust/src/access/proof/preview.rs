//! What a professional would see of a client now, for the client to know: decided by the very code that decides for a professional
//! who asks, of one who is imagined. Only what is imagined of them – their role, and how they are tied – is made here.

use super::*;
use crate::gate::Role;

/// How the imagined professional has to do with the client.
#[derive(Clone, Debug)]
pub enum Vantage {
    /// One of the teams and units that care for the client, standing in for those who do so by name.
    OwnTeam,
    /// Cares for the client in another task than any of those the client has now.
    Elsewhere,
    /// Tied in no way; holds registers open by a ground recorded as an emergency. With each what the rules say of denials.
    Emergency(Vec<(Register, String)>),
}

/// Why a pair of register and task is open, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Open: by their own task and relation.
    Relation,
    /// Open: by the client's permit.
    Permit,
    /// Open: by a ground of the law.
    Ground,
    /// Closed: the client has denied it.
    Denied,
    /// Closed: the client has given no permit.
    NoPermit,
    /// Closed: they do not care for the client.
    NotTied,
    /// Closed: the client works beside them.
    Colleague,
}

/// What they would see.
#[derive(Clone, Debug)]
pub struct Seen {
    scopes: Scopes,
    why: Vec<((Register, ServiceTask), Why)>,
    tied: Vec<(Register, ServiceTask)>,
}

impl Seen {
    /// As of a proof.
    pub fn scopes(&self) -> &Scopes {
        &self.scopes
    }
    /// Every pair, and why it is open or not.
    pub fn why(&self) -> &[((Register, ServiceTask), Why)] {
        &self.why
    }
    /// The pairs in which somebody cares for the client now.
    pub fn tied(&self) -> &[(Register, ServiceTask)] {
        &self.tied
    }
}

impl OwnAsker {
    /// What a professional of a role would see by an action. Nothing of it is logged: the client looks at their own.
    pub async fn seen_by(&self, own: &Own, role: Role, standing: &Vantage, action: &'static Action) -> Result<Seen, Problem> {
        let id = self.gate.ctx().new_id();
        let nobody = Staff { id, role, unit_id: id, team_ids: Vec::new(), substitutes_for: Vec::new(), can_decide: false };
        let mut asker = Asker { gate: self.gate.clone(), staff: Arc::new(nobody.clone()), trail: self.trail.clone() };
        let mut rows = asker.tie_rows(&own.reader, &own.clients, own.at).await.map_err(failed)?;
        let tied = tied(&rows);
        match standing {
            Vantage::OwnTeam => asker.staff = Arc::new(beside(&rows, nobody)),
            Vantage::Elsewhere => rows.push(tie(own, elsewhere(role, &tied), "handler".into(), id)),
            Vantage::Emergency(opened) => {
                let opening = |(register, past): &(Register, String)| {
                    tie(own, (*register, crate::opening::whole(*register)), format!("!{past}/emergency"), id)
                };
                rows.extend(opened.iter().map(opening));
            }
        }
        let mut known = asker.fold(rows.iter());
        single_denials(&own.reader, &own.clients, &mut known).await.map_err(failed)?;
        let scopes = asker.scopes_of(action, &known);
        let why = pairs().map(|pair| (pair, asker.why(action, pair, &known))).collect();
        Ok(Seen { scopes, why, tied })
    }
}

impl Asker {
    /// The policies asked with less and less: what first makes the difference is why.
    fn why(&self, action: &'static Action, pair: (Register, ServiceTask), known: &Known) -> Why {
        let (register, task) = pair;
        let relation = known.relation(register, task);
        let asked = |permit, ground| self.asked(action.group, pair, relation, known, permit, ground);
        if asked(false, false) {
            Why::Relation
        } else if known.permit(register, task) && asked(true, false) {
            Why::Permit
        } else if known.grounds(register, task).next().is_some() && asked(known.permit(register, task), true) {
            Why::Ground
        } else if known.colleague() {
            Why::Colleague
        } else if known.denied(register, task).is_some() {
            Why::Denied
        } else if known.any().cares() {
            Why::NoPermit
        } else {
            Why::NotTied
        }
    }
}

/// The rows that are ties of care: not permits, denials, openings, or where the client works.
fn ties(rows: &[TieRow]) -> impl Iterator<Item = (&TieRow, (Register, ServiceTask))> {
    rows.iter().filter_map(|row| {
        Relation::parse(&row.basis).filter(|basis| basis.cares())?;
        Some((row, (Register::parse(&row.register)?, ServiceTask::parse(&row.service_task)?)))
    })
}

fn tied(rows: &[TieRow]) -> Vec<(Register, ServiceTask)> {
    let mut pairs: Vec<_> = ties(rows).map(|(_, pair)| pair).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// One who belongs to the teams and the unit that care for the client in the register of their own work.
fn beside(rows: &[TieRow], nobody: Staff) -> Staff {
    let register = if nobody.role.audiences().contains(&"health_staff") { Register::Patient } else { Register::Social };
    let mine = || ties(rows).filter(move |(_, (of, _))| *of == register).map(|(row, _)| row);
    Staff {
        unit_id: mine().find_map(|row| row.unit_id).unwrap_or(nobody.unit_id),
        team_ids: mine().filter_map(|row| row.team_id).collect(),
        substitutes_for: mine().filter_map(|row| row.professional_id).collect(),
        ..nobody
    }
}

/// A task of the role's own register in which nobody cares for the client yet; the first when there is none left.
fn elsewhere(role: Role, tied: &[(Register, ServiceTask)]) -> (Register, ServiceTask) {
    if role.audiences().contains(&"health_staff") {
        return (Register::Patient, ServiceTask::Health);
    }
    let social = || pairs().filter(|(register, _)| *register == Register::Social);
    let free = social().find(|pair| !tied.contains(pair));
    free.or_else(|| social().next()).unwrap_or((Register::Social, ServiceTask::OlderPeople))
}

fn tie(own: &Own, (register, task): (Register, ServiceTask), basis: String, professional: Uuid) -> TieRow {
    TieRow {
        client_id: own.client().0,
        register: register.code().to_owned(),
        service_task: task.code().to_owned(),
        basis,
        professional_id: Some(professional),
        team_id: None,
        unit_id: None,
    }
}
