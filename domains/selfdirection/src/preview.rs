//! What somebody would see of the client now: asked of the trust kernel, told by the client's own data groups.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use kernel::{Register, ServiceTask, SharingParty};
use rules::{Rules, SharedGroup};
use trust::{ClientSession, Own, Role, Seen, Vantage, Why};

use crate::Error;
use crate::actions::LOOK;
use crate::model::{GroupOpen, GroupSeen, SeenWhy, SharingSeen, SharingViewer, ViewerKind};

const BESIDE: [Role; 3] = [Role::HomeCareNurse, Role::CaseManager, Role::SocialWorker];
const ELSEWHERE: [Role; 2] = [Role::SocialWorker, Role::HomeCareNurse];

/// Whose eyes can be looked through: in an emergency those whom the rules give a ground for one.
pub(crate) fn viewers(rules: &Rules, today: NaiveDate) -> Vec<SharingViewer> {
    let of = |kind, roles: &[Role]| roles.iter().map(move |role| SharingViewer { kind, role: Some(*role) }).collect::<Vec<_>>();
    let hurried: Vec<Role> = Role::ALL.iter().copied().filter(|role| !emergency(rules, today, *role).is_empty()).collect();
    let close = SharingViewer { kind: ViewerKind::CloseOne, role: None };
    [of(ViewerKind::OwnTeam, &BESIDE), of(ViewerKind::OtherUnit, &ELSEWHERE), of(ViewerKind::Emergency, &hurried), vec![close]].concat()
}

/// The registers a role may open in an emergency, each with what its ground says of denials.
fn emergency(rules: &Rules, today: NaiveDate, role: Role) -> Vec<(Register, String)> {
    let grounds = &rules.grounds.on(today).body.grounds;
    let its = grounds.iter().filter(|ground| ground.emergency && ground.roles.iter().any(|one| one == role.code()));
    its.flat_map(|ground| ground.registers.iter().map(|register| (*register, ground.past_denials.code().to_owned()))).collect()
}

/// What one would see now.
///
/// # Errors
/// `/kind unknown` for one whose eyes the rules do not lend.
pub(crate) async fn seen(session: &ClientSession, own: &Own, rules: &Rules, viewer: SharingViewer) -> Result<SharingSeen, Error> {
    if !viewers(rules, own.today()).contains(&viewer) {
        return Err(Error::field("/kind", "unknown"));
    }
    let groups = &rules.selfdirection.on(own.today()).body.groups;
    let standing = match viewer.kind {
        ViewerKind::OwnTeam => Some(Vantage::OwnTeam),
        ViewerKind::OtherUnit => Some(Vantage::Elsewhere),
        ViewerKind::Emergency => viewer.role.map(|role| Vantage::Emergency(emergency(rules, own.today(), role))),
        ViewerKind::CloseOne => None,
    };
    let groups = match (standing, viewer.role) {
        (Some(standing), Some(role)) => {
            let seen = session.seen_by(own, role, &standing, &LOOK).await?;
            groups.iter().map(|group| staff(group, &seen)).collect()
        }
        _ => {
            let withheld = trust::selfdirection::withheld(own.reader(), own.clients(), SharingParty::CloseOnes).await?;
            groups.iter().map(|group| close_one(group, &withheld)).collect()
        }
    };
    Ok(SharingSeen { viewer, groups })
}

fn close_one(group: &SharedGroup, withheld: &[String]) -> GroupSeen {
    let kept = withheld.contains(&group.code);
    let (open, why) = if kept { (GroupOpen::Hidden, SeenWhy::Choice) } else { (GroupOpen::Open, SeenWhy::Mandate) };
    GroupSeen { group: group.code.clone(), open, why: vec![why], tasks: Vec::new() }
}

fn staff(group: &SharedGroup, seen: &Seen) -> GroupSeen {
    let scopes = seen.scopes();
    let told = |open, why: BTreeSet<SeenWhy>, tasks| GroupSeen { group: group.code.clone(), open, why: why.into_iter().collect(), tasks };
    if !group.rows.iter().any(|row| scopes.opens(*row)) {
        return told(GroupOpen::Hidden, BTreeSet::from([SeenWhy::Role]), Vec::new());
    }
    let places = places(group, seen);
    let whys = |open: bool| places.iter().filter(move |((r, t), _)| scopes.sees(*r, *t) == open).map(|(_, why)| of(*why));
    let tasks: Vec<ServiceTask> = places.iter().filter(|((r, t), _)| scopes.sees(*r, *t)).map(|((_, task), _)| *task).collect();
    // What is of both registers is of the person and not of a task: whoever opens the client sees it.
    if tasks.is_empty() || group.registers.len() > 1 {
        let open = !tasks.is_empty();
        return told(if open { GroupOpen::Open } else { GroupOpen::Hidden }, whys(open).collect(), Vec::new());
    }
    let undenied = scopes.undenied();
    let denied = places.iter().any(|(pair, _)| scopes.sees(pair.0, pair.1) && !undenied.contains(pair));
    let whole = tasks.len() == places.len();
    let mut why: BTreeSet<SeenWhy> = whys(true).chain(whys(false)).collect();
    if denied {
        why.insert(SeenWhy::Documents);
    }
    if whole {
        told(if denied { GroupOpen::Partly } else { GroupOpen::Open }, why, Vec::new())
    } else {
        told(GroupOpen::Partly, why, tasks)
    }
}

/// The pairs a group is about: of social care those in which somebody cares for the client now, or all of them when nobody does.
fn places(group: &SharedGroup, seen: &Seen) -> Vec<((Register, ServiceTask), Why)> {
    let its = |pair: &(Register, ServiceTask)| group.registers.contains(&pair.0);
    let social = seen.tied().iter().any(|pair| pair.0 == Register::Social);
    let lived = |pair: &(Register, ServiceTask)| pair.0 == Register::Patient || !social || seen.tied().contains(pair);
    seen.why().iter().filter(|(pair, _)| its(pair) && lived(pair)).copied().collect()
}

const fn of(why: Why) -> SeenWhy {
    match why {
        Why::Relation => SeenWhy::Relation,
        Why::Permit => SeenWhy::Permit,
        Why::Ground => SeenWhy::Ground,
        Why::Denied => SeenWhy::Denied,
        Why::NoPermit => SeenWhy::NoPermit,
        Why::NotTied => SeenWhy::NotTied,
        Why::Colleague => SeenWhy::Colleague,
    }
}
