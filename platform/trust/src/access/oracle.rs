//! The policies against a second telling of the same rules, written from the law's side (facts.md 9.1; architecture.md rule 3) and by plain
//! cases: what a person may do for whom. Where the two part, one of them is wrong.

use std::sync::OnceLock;

use kernel::{Register, ServiceTask};
use proptest::prelude::*;

use super::policy::{Facts, Policies, Relation};
use crate::action::Group;
use crate::gate::Role;

/// What a role's work is, by its name alone.
enum Work {
    Health,
    Social,
    /// None with clients.
    Technical,
}

fn work(role: Role) -> Work {
    match role {
        Role::HomeCareNurse | Role::AcuteNurse => Work::Health,
        Role::CareCoordinator | Role::CaseManager | Role::SocialWorker | Role::TeamLead => Work::Social,
        Role::Administrator | Role::DataProtectionOfficer => Work::Technical,
    }
}

/// Takes part in the client's care in this register and task: not as the one who sent the matter on, and by the whole unit only where
/// the patient is in the unit's care.
fn takes_part(facts: &Facts, of_unit: bool) -> bool {
    let mut ties = vec![Relation::HANDLER, Relation::RESPONSIBLE, Relation::CONTACT, Relation::SUBSTITUTE, Relation::TEAM];
    if of_unit {
        ties.push(Relation::UNIT);
    }
    ties.into_iter().any(|tie| facts.relation.has(tie))
}

/// The register of one's own profession, for a client of one's own.
fn own_client(facts: &Facts) -> bool {
    match (work(facts.role), facts.register) {
        (Work::Social, Register::Social) => takes_part(facts, false),
        (Work::Health, Register::Patient) => takes_part(facts, true),
        _ => false,
    }
}

/// What opens a register that is not one's own client's: the client's permit, which opens nothing to a stranger, or a recorded ground.
fn opened(facts: &Facts) -> bool {
    facts.ground || (facts.permit && facts.tied)
}

fn may(facts: &Facts) -> bool {
    let with_clients = !matches!(work(facts.role), Work::Technical);
    let socially = matches!(work(facts.role), Work::Social);
    let leads = facts.role == Role::TeamLead;
    let technical = facts.role == Role::Administrator;
    match facts.group {
        Group::Plain => true,
        Group::Administer => technical,
        Group::TryRules | Group::Figures => technical || leads,
        Group::Supervise => leads,
        // She watches over the use of data and opens no client (GDPR 38 and 39).
        Group::Protect => facts.role == Role::DataProtectionOfficer,
        Group::SealedLog => technical || facts.role == Role::DataProtectionOfficer,
        // Nobody who works here acts as the client, or as a system that brings data.
        Group::Own | Group::Import => false,
        // Nothing below is for one who does not work with clients.
        _ if !with_clients => false,
        Group::Search | Group::Enrol | Group::OpenRegister => true,
        Group::Desk | Group::Export => socially,
        Group::Requests => socially == (facts.register == Register::Social),
        Group::Sent => facts.relation.has(Relation::SENDER),
        // A client who works beside the viewer, and whom the viewer does not care for: nothing before a ground is recorded.
        _ if facts.colleague && !facts.ground => false,
        Group::Look => own_client(facts) || opened(facts),
        Group::Work => facts.register == Register::Social && own_client(facts),
        Group::Tend => own_client(facts),
        Group::Reveal => facts.tied || facts.emergency,
        Group::Decide => {
            let ties = [Relation::HANDLER, Relation::RESPONSIBLE, Relation::SUBSTITUTE, Relation::TEAM];
            socially && facts.can_decide && facts.register == Register::Social && ties.into_iter().any(|tie| facts.relation.has(tie))
        }
        Group::Lobby => {
            let quiet = [ServiceTask::ChildProtection, ServiceTask::Substance, ServiceTask::FamilyLaw].contains(&facts.service_task);
            let known = takes_part(facts, false) || facts.relation.has(Relation::SENDER);
            opened(facts)
                || (facts.register == Register::Social && (!quiet || known))
                || (facts.register == Register::Patient && own_client(facts))
        }
    }
}

fn facts() -> impl Strategy<Value = Facts> {
    let ties = [
        Relation::HANDLER,
        Relation::RESPONSIBLE,
        Relation::CONTACT,
        Relation::SENDER,
        Relation::TEAM,
        Relation::UNIT,
        Relation::SUBSTITUTE,
    ];
    // Most professionals are tied in one way or none.
    let relation =
        proptest::sample::subsequence(ties.to_vec(), 0..=2).prop_map(|some| some.into_iter().fold(Relation::default(), Relation::with));
    let whom = (proptest::sample::select(Role::ALL), proptest::sample::select(Group::ALL));
    let what = (proptest::sample::select(Register::ALL), proptest::sample::select(ServiceTask::ALL));
    (whom, what, relation, any::<[bool; 6]>()).prop_map(
        |((role, group), (register, service_task), relation, [elsewhere, permit, ground, emergency, colleague, can_decide])| Facts {
            role,
            group,
            register,
            service_task,
            relation,
            // In this register and task or in another; having sent a matter ties nobody.
            tied: elsewhere || relation.names().any(|tie| tie != "sender"),
            permit,
            // An emergency is a ground, recorded as one.
            ground: ground || emergency,
            emergency,
            colleague,
            can_decide,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_policies_say_what_the_law_says(facts in facts()) {
        static POLICIES: OnceLock<Policies> = OnceLock::new();
        let policies = POLICIES.get_or_init(|| Policies::shipped().unwrap());
        prop_assert_eq!(policies.allows(facts), may(&facts), "{:?}", facts);
    }
}
