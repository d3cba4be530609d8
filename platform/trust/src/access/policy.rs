//! Cedar asked, answers remembered. A decision depends on nothing but [`Facts`], so equal facts are asked once.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::RwLock;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request, RestrictedExpression, Schema,
    ValidationMode, Validator,
};
use kernel::{Register, ServiceTask};

use crate::action::Group;
use crate::gate::Role;

/// How a professional is tied to a client in one register and task; a set of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Relation(u8);

impl Relation {
    pub const HANDLER: Relation = Relation(1);
    pub const RESPONSIBLE: Relation = Relation(2);
    pub const CONTACT: Relation = Relation(4);
    pub const SENDER: Relation = Relation(8);
    pub const TEAM: Relation = Relation(16);
    pub const UNIT: Relation = Relation(32);
    pub const SUBSTITUTE: Relation = Relation(64);
    const NAMES: [(&'static str, Relation); 7] = [
        ("handler", Self::HANDLER),
        ("responsible", Self::RESPONSIBLE),
        ("contact", Self::CONTACT),
        ("sender", Self::SENDER),
        ("team", Self::TEAM),
        ("unit", Self::UNIT),
        ("substitute", Self::SUBSTITUTE),
    ];

    pub fn parse(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(n, _)| *n == name).map(|(_, r)| *r)
    }
    #[must_use]
    pub fn with(self, other: Relation) -> Self {
        Self(self.0 | other.0)
    }
    pub fn has(self, other: Relation) -> bool {
        self.0 & other.0 != 0
    }
    /// Any tie of care or service. Having sent a matter on is none: whoever wants can send one about anybody.
    pub fn cares(self) -> bool {
        self.0 & !Self::SENDER.0 != 0
    }
    /// A tie of one's own to the client, or of one whom one stands in for; not the team's or the unit's.
    pub fn is_own(self) -> bool {
        self.0 & (Self::HANDLER.0 | Self::RESPONSIBLE.0 | Self::CONTACT.0 | Self::SUBSTITUTE.0) != 0
    }
    pub fn is_none(self) -> bool {
        self.0 == 0
    }
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES.iter().filter(move |(_, r)| self.has(*r)).map(|(n, _)| *n)
    }
}

/// All a policy may look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Facts {
    pub role: Role,
    pub group: Group,
    pub register: Register,
    pub service_task: ServiceTask,
    pub relation: Relation,
    pub tied: bool,
    pub permit: bool,
    pub ground: bool,
    /// The ground was recorded as an emergency.
    pub emergency: bool,
    /// The client works in the viewer's own unit or team (or is the viewer), and the viewer has no tie of their own to them.
    pub colleague: bool,
    pub can_decide: bool,
}

#[derive(Debug, thiserror::Error)]
#[error("policies: {0}")]
pub struct PolicyError(String);

impl PolicyError {
    fn new(e: impl std::fmt::Display) -> Self {
        Self(e.to_string())
    }
}

/// The policies released with the product, checked against their schema at start.
pub struct Policies {
    authorizer: Authorizer,
    set: PolicySet,
    entities: Entities,
    remembered: RwLock<HashMap<Facts, bool>>,
}

/// The policies as text, for people to read.
pub const TEXT: &str = include_str!("../../../../rules/policies/staff.cedar");

impl Policies {
    pub fn shipped() -> Result<Self, PolicyError> {
        Self::parse(TEXT)
    }

    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let set = PolicySet::from_str(text).map_err(PolicyError::new)?;
        let (schema, _) = Schema::from_cedarschema_str(&schema_text()).map_err(PolicyError::new)?;
        let result = Validator::new(schema).validate(&set, ValidationMode::default());
        if !result.validation_passed() {
            let errors: Vec<String> = result.validation_errors().map(ToString::to_string).collect();
            return Err(PolicyError(errors.join("; ")));
        }
        Ok(Self { authorizer: Authorizer::new(), set, entities: roles()?, remembered: RwLock::default() })
    }

    /// Whether these facts are let through. An error while deciding is a no.
    pub fn allows(&self, facts: Facts) -> bool {
        if let Ok(known) = self.remembered.read()
            && let Some(answer) = known.get(&facts)
        {
            return *answer;
        }
        let answer = self.ask(facts).unwrap_or_else(|error| {
            tracing::error!(%error, "a policy decision failed; refused");
            false
        });
        if let Ok(mut known) = self.remembered.write() {
            known.insert(facts, answer);
        }
        answer
    }

    fn ask(&self, facts: Facts) -> Result<bool, PolicyError> {
        let resource = uid("Item", "asked")?;
        let attributes = HashMap::from([
            ("register".to_owned(), RestrictedExpression::new_string(facts.register.code().to_owned())),
            ("service_task".to_owned(), RestrictedExpression::new_string(facts.service_task.code().to_owned())),
        ]);
        let item = Entity::new(resource.clone(), attributes, Default::default()).map_err(PolicyError::new)?;
        let relation = facts.relation.names().map(|n| RestrictedExpression::new_string(n.to_owned()));
        let context = Context::from_pairs([
            ("relation".to_owned(), RestrictedExpression::new_set(relation)),
            ("tied".to_owned(), RestrictedExpression::new_bool(facts.tied)),
            ("permit".to_owned(), RestrictedExpression::new_bool(facts.permit)),
            ("ground".to_owned(), RestrictedExpression::new_bool(facts.ground)),
            ("emergency".to_owned(), RestrictedExpression::new_bool(facts.emergency)),
            ("colleague".to_owned(), RestrictedExpression::new_bool(facts.colleague)),
            ("can_decide".to_owned(), RestrictedExpression::new_bool(facts.can_decide)),
        ])
        .map_err(PolicyError::new)?;
        let request = Request::new(uid("Role", facts.role.code())?, uid("Action", facts.group.code())?, resource, context, None)
            .map_err(PolicyError::new)?;
        let entities = self.entities.clone().add_entities([item], None).map_err(PolicyError::new)?;
        Ok(self.authorizer.is_authorized(&request, &self.set, &entities).decision() == Decision::Allow)
    }
}

fn schema_text() -> String {
    let actions: Vec<String> = Group::ALL.iter().map(|g| format!("\"{}\"", g.code())).collect();
    format!(
        "entity Audience; entity Role in [Audience]; entity Item = {{ register: String, service_task: String }};\n\
         action {} appliesTo {{ principal: [Role], resource: [Item], context: {{ relation: Set<String>, tied: Bool, permit: Bool, ground: Bool, emergency: Bool, colleague: Bool, can_decide: Bool }} }};",
        actions.join(", ")
    )
}

/// Roles and the kinds of staff policies speak of.
fn roles() -> Result<Entities, PolicyError> {
    let mut entities = Vec::new();
    for role in Role::ALL {
        let mut parents = std::collections::HashSet::new();
        for audience in role.audiences() {
            parents.insert(uid("Audience", audience)?);
        }
        entities.push(Entity::new_no_attrs(uid("Role", role.code())?, parents));
    }
    Entities::from_entities(entities, None).map_err(PolicyError::new)
}

fn uid(kind: &str, id: &str) -> Result<EntityUid, PolicyError> {
    Ok(EntityUid::from_type_name_and_id(EntityTypeName::from_str(kind).map_err(PolicyError::new)?, EntityId::new(id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(role: Role, group: Group, register: Register, task: ServiceTask, relation: Relation) -> Facts {
        Facts {
            role,
            group,
            register,
            service_task: task,
            relation,
            tied: relation.cares(),
            permit: false,
            ground: false,
            emergency: false,
            colleague: false,
            can_decide: false,
        }
    }

    #[test]
    fn the_shipped_policies_pass_their_schema() {
        Policies::shipped().unwrap();
        assert!(Policies::parse("permit (principal, action == Action::\"nonsense\", resource);").is_err());
    }

    #[test]
    fn relation_and_task_decide_within_the_social_register() {
        let p = Policies::shipped().unwrap();
        let f = facts(Role::CaseManager, Group::Look, Register::Social, ServiceTask::OlderPeople, Relation::TEAM);
        assert!(p.allows(f));
        assert!(!p.allows(Facts { relation: Relation::default(), ..f }), "tied elsewhere is not tied here");
        assert!(!p.allows(Facts { register: Register::Patient, service_task: ServiceTask::Health, ..f }));
        assert!(!p.allows(Facts { role: Role::HomeCareNurse, ..f }));
        assert!(!p.allows(Facts { relation: Relation::SENDER, ..f }), "having sent a matter does not open the client");
    }

    #[test]
    fn another_register_opens_by_permit_or_ground() {
        let p = Policies::shipped().unwrap();
        let f = facts(Role::SocialWorker, Group::Look, Register::Patient, ServiceTask::Health, Relation::default());
        assert!(!p.allows(f));
        assert!(!p.allows(Facts { permit: true, ..f }), "a permit opens nothing for one who is not tied to the client");
        assert!(p.allows(Facts { permit: true, tied: true, ..f }));
        assert!(p.allows(Facts { ground: true, ..f }));
        assert!(!p.allows(Facts { ground: true, role: Role::Administrator, ..f }));
    }

    #[test]
    fn an_emergency_shows_the_address_and_opens_no_work() {
        let p = Policies::shipped().unwrap();
        let f = facts(Role::AcuteNurse, Group::Reveal, Register::Social, ServiceTask::OlderPeople, Relation::default());
        assert!(!p.allows(f) && !p.allows(Facts { ground: true, ..f }));
        let emergency = Facts { ground: true, emergency: true, ..f };
        assert!(p.allows(emergency) && p.allows(Facts { group: Group::Look, ..emergency }));
        for group in [Group::Work, Group::Tend, Group::Decide, Group::Supervise] {
            assert!(!p.allows(Facts { group, can_decide: true, ..emergency }), "{}", group.code());
        }
        assert!(!p.allows(Facts { role: Role::Administrator, ..emergency }));
    }

    #[test]
    fn a_colleague_is_opened_by_a_ground_or_a_tie_of_ones_own() {
        let p = Policies::shipped().unwrap();
        let f = facts(Role::CaseManager, Group::Look, Register::Social, ServiceTask::OlderPeople, Relation::TEAM);
        let colleague = Facts { colleague: true, ..f };
        assert!(p.allows(f) && !p.allows(colleague));
        assert!(p.allows(Facts { ground: true, ..colleague }));
        for group in [Group::Work, Group::Lobby, Group::Reveal, Group::Tend] {
            assert!(!p.allows(Facts { group, ..colleague }), "{}", group.code());
        }
        for group in [Group::Search, Group::OpenRegister, Group::Desk] {
            assert!(p.allows(Facts { group, ..colleague }), "{}: the ground can be recorded, and a card says nothing", group.code());
        }
    }

    #[test]
    fn the_data_protection_officer_opens_no_client() {
        let p = Policies::shipped().unwrap();
        let f = facts(Role::DataProtectionOfficer, Group::Protect, Register::Social, ServiceTask::OlderPeople, Relation::HANDLER);
        assert!(p.allows(f) && p.allows(Facts { group: Group::SealedLog, ..f }));
        for register in [Register::Social, Register::Patient] {
            let most = Facts { register, permit: true, ground: true, emergency: true, can_decide: true, ..f };
            let closed = Group::ALL.iter().filter(|group| ![Group::Protect, Group::SealedLog, Group::Plain].contains(group));
            for group in closed {
                assert!(!p.allows(Facts { group: *group, ..most }), "{}", group.code());
            }
        }
        for role in Role::ALL.iter().filter(|role| **role != Role::DataProtectionOfficer) {
            assert!(!p.allows(Facts { role: *role, ..f }), "{}", role.code());
        }
    }

    #[test]
    fn deciding_needs_the_power() {
        let p = Policies::shipped().unwrap();
        let f = facts(Role::CaseManager, Group::Decide, Register::Social, ServiceTask::OlderPeople, Relation::HANDLER);
        assert!(!p.allows(f));
        assert!(p.allows(Facts { can_decide: true, ..f }));
        assert!(!p.allows(Facts { can_decide: true, relation: Relation::default(), ..f }));
    }
}
