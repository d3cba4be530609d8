//! An action is what a route does, by name; each room declares its own beside its routes.

/// Whom the route is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    Staff,
    Client,
    /// No log-in: what is public, the log-in itself, health.
    Public,
    /// A system with a token.
    System,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActionKind {
    Look,
    Search,
    List,
    Export,
    Change,
    /// Not about clients: own session, reference data.
    Plain,
}

/// What policies speak of. A new group needs a policy; a new action needs only its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Find an identity card.
    Search,
    /// Write a new client.
    Enrol,
    /// See what is open and who holds it, to put a matter on its way.
    Lobby,
    /// See what became of a matter one sent, and send it again.
    Sent,
    /// The situation picture, its items, people.
    Look,
    /// See a protected address for a stated need, or a whole hetu.
    Reveal,
    /// The team's queue.
    Desk,
    /// Requests between teams, in the register of one's own profession.
    Requests,
    /// Take what a list shows out of the system as a table.
    Export,
    /// Work on a matter: notes, documents, moving it on.
    Work,
    /// Who is around the client and how to reach them: add, correct, end.
    Tend,
    /// Decide; needs the power of decision.
    Decide,
    /// Workloads, absences, handing over caseloads.
    Supervise,
    /// Open another register by a named legal ground.
    OpenRegister,
    /// Own side of the client.
    Own,
    /// Own session, units, structures: nothing about clients.
    Plain,
    /// Units, teams, rules.
    Administer,
    /// Check a rule text and see what a change of rules would do.
    TryRules,
    /// Figures over the county in which nobody is named.
    Figures,
    /// What is passed on to the data protection officer, and what waits too long or was refused.
    Protect,
    /// How the sealing of the access log stands.
    SealedLog,
    /// Import by token.
    Import,
}

impl Group {
    pub const ALL: &'static [Group] = &[
        Group::Search,
        Group::Enrol,
        Group::Lobby,
        Group::Sent,
        Group::Look,
        Group::Reveal,
        Group::Desk,
        Group::Requests,
        Group::Export,
        Group::Work,
        Group::Tend,
        Group::Decide,
        Group::Supervise,
        Group::OpenRegister,
        Group::Own,
        Group::Plain,
        Group::Administer,
        Group::TryRules,
        Group::Figures,
        Group::Protect,
        Group::SealedLog,
        Group::Import,
    ];

    /// The name policies use.
    pub const fn code(self) -> &'static str {
        match self {
            Group::Search => "search",
            Group::Enrol => "enrol",
            Group::Lobby => "lobby",
            Group::Sent => "sent",
            Group::Look => "look",
            Group::Reveal => "reveal",
            Group::Desk => "desk",
            Group::Requests => "requests",
            Group::Export => "export",
            Group::Work => "work",
            Group::Tend => "tend",
            Group::Decide => "decide",
            Group::Supervise => "supervise",
            Group::OpenRegister => "open_register",
            Group::Own => "own",
            Group::Plain => "plain",
            Group::Administer => "administer",
            Group::TryRules => "try_rules",
            Group::Figures => "figures",
            Group::Protect => "protect",
            Group::SealedLog => "sealed_log",
            Group::Import => "import",
        }
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Action {
    /// `room.thing.verb`; the same in the route's OpenAPI entry (`x-action`) and in the access log.
    pub name: &'static str,
    pub audience: Audience,
    pub kind: ActionKind,
    pub group: Group,
    /// Why client data are used: care | initiation | supervision | own | import …; kept in the log.
    pub purpose: &'static str,
    /// Data-catalogue rows or words for what is seen, comma-separated; kept in the log.
    pub categories: &'static str,
}

impl Action {
    pub const fn staff(name: &'static str, kind: ActionKind, group: Group, purpose: &'static str, categories: &'static str) -> Self {
        Self { name, audience: Audience::Staff, kind, group, purpose, categories }
    }
    pub const fn client(name: &'static str, kind: ActionKind, categories: &'static str) -> Self {
        Self { name, audience: Audience::Client, kind, group: Group::Own, purpose: "own", categories }
    }
    pub const fn plain(name: &'static str, audience: Audience) -> Self {
        Self { name, audience, kind: ActionKind::Plain, group: Group::Plain, purpose: "plain", categories: "" }
    }
}
