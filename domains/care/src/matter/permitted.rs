//! What one may do to a matter: a table of state × relation made from the policies, so that lists need no decision a row and
//! no screen repeats a rule. What the matter's progress refuses beyond this is told by [`refusals`].

use kernel::{Register, ServiceTask};
use rules::Lane;
use serde::Serialize;
use trust::{Facts, Group, Policies, Relation, Staff};
use uuid::Uuid;

use super::model::{Matter, MatterState, Progress, SenderKind};

/// As much of a matter as its permitted actions depend on.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    pub register: Register,
    pub service_task: ServiceTask,
    pub state: MatterState,
    pub lane: Lane,
    pub team_id: Uuid,
    pub handler_id: Option<Uuid>,
    pub sender_kind: SenderKind,
    pub sender_id: Uuid,
    pub paused: bool,
}

impl From<&Matter> for Standing {
    fn from(m: &Matter) -> Self {
        Self {
            register: m.scope.register,
            service_task: m.scope.service_task,
            state: m.state,
            lane: m.lane,
            team_id: m.team_id,
            handler_id: m.handler_id,
            sender_kind: m.sender_kind,
            sender_id: m.sender_id,
            paused: m.paused,
        }
    }
}

/// How the professional is tied to the matter: what its ties say, read from the row.
pub fn relation(staff: &Staff, m: &Standing) -> Relation {
    let mut relation = Relation::default();
    match m.handler_id {
        Some(handler) if handler == staff.id => relation = relation.with(Relation::HANDLER),
        Some(handler) if staff.substitutes_for.contains(&handler) => relation = relation.with(Relation::SUBSTITUTE),
        _ => {}
    }
    if staff.team_ids.contains(&m.team_id) {
        relation = relation.with(Relation::TEAM);
    }
    if m.sender_kind == SenderKind::Staff && m.sender_id == staff.id {
        relation = relation.with(Relation::SENDER);
    }
    relation
}

/// Whether the policies let this professional act on the matter within a group of actions.
pub fn allows(policies: &Policies, staff: &Staff, m: &Standing, group: Group) -> bool {
    let relation = relation(staff, m);
    policies.allows(Facts {
        role: staff.role,
        group,
        register: m.register,
        service_task: m.service_task,
        relation,
        tied: !relation.is_none(),
        permit: false,
        ground: false,
        emergency: false,
        colleague: false,
        can_decide: staff.can_decide,
    })
}

/// The names of what one may do now.
pub fn permitted(policies: &Policies, staff: &Staff, m: &Standing) -> Vec<&'static str> {
    let work = allows(policies, staff, m, Group::Work);
    let mut actions = Vec::new();
    match m.state {
        MatterState::Open if work => {
            if m.handler_id.is_none() {
                actions.push("take");
            }
            actions.push("hand_over");
            if m.sender_kind == SenderKind::Staff && m.lane <= Lane::Assessment {
                actions.push("return");
            }
            actions.extend(["move", "pause"]);
            if m.paused {
                actions.push("resume");
            }
            actions.extend(["close", "join", "leave", "note", "message", "attach", "document", "hearing"]);
            if allows(policies, staff, m, Group::Decide) {
                actions.push("decide");
            }
        }
        MatterState::Returned => {
            if work {
                actions.extend(["reopen", "close"]);
            }
            if allows(policies, staff, m, Group::Sent) {
                actions.push("resend");
            }
        }
        MatterState::Closed if work => actions.push("reopen"),
        MatterState::Open | MatterState::Closed => {}
    }
    actions
}

/// Something that cannot be done now, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = MatterRefusal)]
pub struct Refused {
    /// An action, of moves with the lane: `move:planning`.
    pub action: String,
    /// A code the screens explain.
    pub reason: String,
}

/// What can be done beyond the table of permitted actions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = MatterCan)]
pub struct Can {
    /// Lanes open to the matter, with or without a reason said.
    pub move_to: Vec<Lane>,
    pub refusals: Vec<Refused>,
}

/// Lanes that are open, and every refusal with its reason.
pub fn can(policies: &Policies, staff: &Staff, matter: &Matter, progress: Progress) -> Can {
    let standing = Standing::from(matter);
    let work = allows(policies, staff, &standing, Group::Work);
    let mut can = Can::default();
    let mut refuse = |action: &str, reason: &str| can.refusals.push(Refused { action: action.to_owned(), reason: reason.to_owned() });
    let mut open = Vec::new();
    for lane in Lane::ALL.iter().copied().filter(|lane| *lane != matter.lane) {
        let action = format!("move:{lane}");
        match matter.may_move(lane, true, progress) {
            _ if !work => refuse(&action, "not_permitted"),
            Ok(()) => {
                open.push(lane);
                // Open to one who says why; what is missing is told all the same.
                if let Err(reason) = matter.may_move(lane, false, progress) {
                    refuse(&action, reason);
                }
            }
            Err(reason) => refuse(&action, reason),
        }
    }
    if !work {
        for action in ["take", "hand_over", "return", "close"] {
            refuse(action, "not_permitted");
        }
    } else {
        if let Err(reason) = matter.clone().take(staff.id) {
            refuse("take", reason);
        }
        if let Err(reason) = matter.must_be_open() {
            refuse("hand_over", reason);
        }
        if let Err(reason) = matter.clone().give_back(progress) {
            refuse("return", reason);
        }
        if let Err(reason) = matter.clone().close("", None, progress, matter.lane_since) {
            refuse("close", reason);
        }
        if let Err(reason) = matter.clone().reopen() {
            refuse("reopen", reason);
        }
        if !allows(policies, staff, &standing, Group::Decide) {
            refuse("decide", "no_power");
        }
    }
    can.move_to = open;
    can
}

#[cfg(test)]
mod tests {
    use super::*;
    use trust::Role;

    fn staff(role: Role) -> Staff {
        Staff {
            id: Uuid::from_u128(1),
            role,
            unit_id: Uuid::from_u128(9),
            team_ids: vec![Uuid::from_u128(5)],
            substitutes_for: vec![Uuid::from_u128(3)],
            can_decide: role == Role::SocialWorker,
        }
    }

    fn matter(state: MatterState, team: u128, handler: Option<u128>, sender: u128) -> Standing {
        Standing {
            register: Register::Social,
            service_task: ServiceTask::OlderPeople,
            state,
            lane: Lane::FirstContact,
            team_id: Uuid::from_u128(team),
            handler_id: handler.map(Uuid::from_u128),
            sender_kind: SenderKind::Staff,
            sender_id: Uuid::from_u128(sender),
            paused: false,
        }
    }

    /// The table a person can read: role, tie, state → what may be done.
    #[test]
    fn actions_by_role_tie_and_state() {
        use MatterState::{Closed, Open, Returned};
        let policies = Policies::shipped().unwrap();
        let work = "hand_over return move pause close join leave note message attach document hearing";
        for (role, what, expected) in [
            (Role::CaseManager, matter(Open, 5, None, 8), format!("take {work}")),
            (Role::CaseManager, matter(Open, 6, Some(1), 8), work.to_owned()),
            (Role::CaseManager, matter(Open, 6, Some(3), 8), work.to_owned()),
            (Role::CaseManager, matter(Open, 6, Some(4), 8), String::new()),
            (Role::SocialWorker, matter(Open, 5, Some(1), 8), format!("{work} decide")),
            (Role::HomeCareNurse, matter(Open, 6, None, 1), String::new()),
            (Role::HomeCareNurse, matter(Returned, 6, None, 1), "resend".into()),
            (Role::CaseManager, matter(Returned, 5, None, 8), "reopen close".into()),
            (Role::CaseManager, matter(Returned, 5, None, 1), "reopen close resend".into()),
            (Role::CaseManager, matter(Closed, 5, Some(1), 8), "reopen".into()),
            (Role::Administrator, matter(Open, 5, Some(1), 1), String::new()),
        ] {
            assert_eq!(permitted(&policies, &staff(role), &what).join(" "), expected, "{role:?} {what:?}");
        }
        // What has come far is not returned, and what a client sent has no sender to return it to.
        let far = Standing { lane: Lane::Planning, ..matter(Open, 5, Some(1), 8) };
        let own = Standing { sender_kind: SenderKind::Client, ..matter(Open, 5, Some(1), 8) };
        for one in [far, own] {
            assert!(!permitted(&policies, &staff(Role::CaseManager), &one).contains(&"return"));
        }
    }
}
