//! All rooms behind one router, and what runs beside it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kernel::Problem;
use store::Event;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tower_http::compression::CompressionLayer;
use trust::oidc::Oidc;
use trust::{Gate, RouteActions};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::live::{self, Feed};
use crate::metrics::{self, Metrics};
use crate::node::Node;
use crate::session::{self, Entry};
use crate::{ops, traces, web};

/// Bodies of ordinary routes; uploads and bundles say their own limit.
const BODY_LIMIT: usize = 1024 * 1024;

#[derive(OpenApi)]
#[openapi(info(
    title = "Punos",
    description = "Open customership management for social, health and wellbeing services",
    license(name = "EUPL-1.2", identifier = "EUPL-1.2")
))]
struct Api;

/// What is counted of clients, for alerts and for predictions, as the rooms that keep it tell it.
pub const COUNTED: &[&[store::FactSource]] = &[records::facts::SOURCES, care::facts::SOURCES, functioning::facts::SOURCES];

/// The rooms a node is made of.
#[derive(Clone)]
pub struct Rooms {
    pub people: people::People,
    pub records: records::Records,
    pub documents: documents::Documents,
    pub care: care::Care,
    pub upkeep: upkeep::Upkeep,
    pub rulekeeping: rulekeeping::RuleKeeping,
    pub notices: notices::Notices,
    pub population: population::Population,
    pub sealing: sealing::Sealing,
    pub insight: insight::Insight,
    pub will: will::Will,
    pub mandate: mandate::Mandate,
    pub watch: ::watch::Watch,
    pub rights: rights::RightsRoom,
    pub catalogue: catalogue::DataCatalogue,
    pub selfdirection: selfdirection::SelfDirectionRoom,
    pub alerts: alerts::Alerts,
    pub functioning: functioning::FunctioningRoom,
    pub homesafety: homesafety::HomeSafetyRoom,
    pub requests: requests::Requests,
    pub planning: planning::Planning,
    pub templates: templates::Templates,
    pub supply: supply::SupplyRoom,
    pub consultation: consultation::ConsultationRoom,
    pub prediction: prediction::PredictionRoom,
    pub flow: flow::Flow,
    pub steering: steering::Steering,
    pub story: story::StoryRoom,
    pub experience: experience::Experience,
    pub network: network::Network,
}

impl Rooms {
    /// `channels`: how clients are told that something waits for them.
    pub fn new(rules: Arc<rules::LiveRules>, channels: notices::Channels) -> Self {
        let people = people::People::new(rules.clone());
        let records = records::Records::new();
        let rulekeeping = rulekeeping::RuleKeeping::new(rules.clone());
        let notices = notices::Notices::new(rules.clone(), channels);
        let care = care::Care::new(rules.clone()).telling(notices.clone());
        let documents = documents::Documents::new(Arc::new(care.clone()));
        let insight = insight::Insight::new(rules.clone(), notices.clone());
        let will = will::Will::new(rules.clone(), documents.clone());
        let mandate = mandate::Mandate::new(rules.clone());
        let watch = ::watch::Watch::new(rules.clone(), doings());
        let rights = rights::RightsRoom::new(rules.clone(), notices.clone(), documents.clone());
        let catalogue = catalogue::DataCatalogue::new(rules.clone());
        let selfdirection = selfdirection::SelfDirectionRoom::new(rules.clone());
        let alerts = alerts::Alerts::new(rules.clone(), COUNTED);
        let functioning = functioning::FunctioningRoom::new(rules.clone());
        let homesafety = homesafety::HomeSafetyRoom::new(rules.clone());
        let covers = [records::covers::SOURCES, care::covers::SOURCES, functioning::covers::SOURCES];
        let requests = requests::Requests::new(rules.clone(), &covers);
        let plans = [care::plans::SOURCES, records::plans::SOURCES, requests::plans::SOURCES, functioning::plans::SOURCES];
        let planning = planning::Planning::new(rules.clone(), &plans);
        let templates = templates::Templates::new(rules.clone(), requests.clone());
        let consultation = consultation::ConsultationRoom::new(rules.clone(), requests.clone(), notices.clone());
        let supply = supply::SupplyRoom::new(rules.clone());
        let prediction = prediction::PredictionRoom::new(rules.clone(), COUNTED);
        let figures = [
            care::figures::SOURCES,
            alerts::figures::SOURCES,
            requests::figures::SOURCES,
            records::figures::SOURCES,
            experience::figures::SOURCES,
            consultation::figures::SOURCES,
        ];
        let flow = flow::Flow::new(rules.clone());
        let steering = steering::Steering::new(rules.clone(), &figures, &[records::facts::SOURCES]);
        let told = [
            care::story::SOURCES,
            functioning::story::SOURCES,
            homesafety::story::SOURCES,
            alerts::story::SOURCES,
            requests::story::SOURCES,
            people::story::SOURCES,
            records::story::SOURCES,
        ];
        let story = story::StoryRoom::new(rules.clone(), &told, care::story::MADE);
        let known = [records::facts::SOURCES, functioning::facts::SOURCES, care::network::FACTS, people::facts::CARERS];
        let network = network::Network::new(rules.clone(), &known, &[care::network::TEAMS, requests::network::TEAMS]);
        let experience = experience::Experience::new(rules.clone(), notices.clone(), care::ended::MATTERS, care::plans::SOURCES);
        let upkeep = upkeep::Upkeep::new(care.clone(), rules);
        let population = population::Population::new(care.clone());
        Self {
            people,
            records,
            documents,
            care,
            upkeep,
            rulekeeping,
            notices,
            population,
            insight,
            will,
            mandate,
            watch,
            rights,
            catalogue,
            selfdirection,
            alerts,
            functioning,
            homesafety,
            requests,
            planning,
            templates,
            supply,
            consultation,
            prediction,
            flow,
            steering,
            story,
            experience,
            network,
            sealing: sealing::Sealing::default(),
        }
    }

    /// The same rooms, asking the national register of mandates.
    #[must_use]
    pub fn asking(self, register: Option<mandate::National>) -> Self {
        Self { mandate: self.mandate.asking(register), ..self }
    }

    /// The same rooms, reading the population register.
    #[must_use]
    pub fn reading(self, source: Option<population::Source>) -> Self {
        match source {
            Some(source) => Self { population: self.population.reading(source), ..self },
            None => self,
        }
    }

    /// The same rooms, with a program that computes prediction models.
    #[must_use]
    pub fn predicting(self, predictor: prediction::Predictor) -> Self {
        Self { prediction: self.prediction.with(predictor), ..self }
    }

    /// The same rooms, with Kanta as the master of permits and denials.
    #[must_use]
    pub fn with_kanta(self, kanta: Option<kanta::Kanta>) -> Self {
        match kanta {
            Some(kanta) => Self { will: self.will.with_kanta(kanta), ..self },
            None => self,
        }
    }

    /// The same rooms, sending notifications to the rescue authority.
    #[must_use]
    pub fn rescued(self, rescue: Option<homesafety::Rescue>) -> Self {
        Self { homesafety: self.homesafety.sending(rescue), ..self }
    }
}

/// Every route with its OpenAPI entry.
fn routes(rooms: Rooms, entry: Entry, feed: Feed) -> OpenApiRouter {
    let gate = entry.gate.clone();
    OpenApiRouter::with_openapi(Api::openapi())
        .merge(session::router(entry))
        .merge(live::router(feed.clone()))
        .merge(sealing::router(rooms.sealing, gate.clone()))
        .merge(ops::router(gate.clone(), feed))
        .merge(people::router(rooms.people))
        .merge(records::router(rooms.records))
        .merge(documents::router(rooms.documents))
        .merge(care::router(rooms.care))
        .merge(upkeep::router(rooms.upkeep))
        .merge(rulekeeping::router(rooms.rulekeeping))
        .merge(notices::router(rooms.notices))
        .merge(population::router(rooms.population))
        .merge(insight::router(rooms.insight))
        .merge(will::router(rooms.will))
        .merge(mandate::router(rooms.mandate))
        .merge(::watch::router(rooms.watch))
        .merge(rights::router(rooms.rights))
        .merge(catalogue::router(rooms.catalogue))
        .merge(selfdirection::router(rooms.selfdirection))
        .merge(alerts::router(rooms.alerts))
        .merge(functioning::router(rooms.functioning))
        .merge(homesafety::router(rooms.homesafety))
        .merge(requests::router(rooms.requests))
        .merge(planning::router(rooms.planning))
        .merge(templates::router(rooms.templates))
        .merge(supply::router(rooms.supply))
        .merge(consultation::router(rooms.consultation))
        .merge(prediction::router(rooms.prediction))
        .merge(flow::router(rooms.flow))
        .merge(steering::router(rooms.steering))
        .merge(story::router(rooms.story))
        .merge(experience::router(rooms.experience))
        .merge(network::router(rooms.network))
        .merge(fhir::router())
}

/// The node's HTTP side.
pub fn app(entry: Entry, rooms: Rooms, feed: Feed) -> Router {
    let gate = entry.gate.clone();
    gate.set_grounds(rooms.mandate.grounds());
    let (router, api) = routes(rooms, entry, feed).split_for_parts();
    let actions = route_actions(&api);
    let document: Arc<str> = serde_json::to_string(&api).unwrap_or_default().into();
    let inner = gate.clone();
    let secure = gate.secure();
    let screens = gate.clone();
    let api_routes = router
        .route("/api/v1/openapi.json", get(move || async move { ([(header::CONTENT_TYPE, "application/json")], document.to_string()) }))
        .fallback(move |request: Request| fallback(screens.clone(), request))
        .method_not_allowed_fallback(|| async {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "This address does not take that method")
        });
    api_routes
        .layer(from_fn(move |request: Request, next: Next| trust::trail(inner.clone(), actions.clone(), request, next)))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(CompressionLayer::new().gzip(true))
        .layer(from_fn(move |request: Request, next: Next| headers(secure, request, next)))
}

async fn fallback(gate: Gate, request: Request) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        web::serve(gate, request.uri().clone()).await
    } else {
        Problem::not_found().into_response()
    }
}

/// Headers every answer has.
async fn headers(secure: bool, request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/") || request.uri().path().starts_with("/fhir");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    headers.insert("permissions-policy", HeaderValue::from_static("camera=(), microphone=(), geolocation=()"));
    if api {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("frame-ancestors 'none'"));
    }
    response
}

/// The action of each route, from its OpenAPI entry.
fn route_actions(api: &utoipa::openapi::OpenApi) -> RouteActions {
    let mut actions = HashMap::new();
    let Ok(document) = serde_json::to_value(api) else { return Arc::new(actions) };
    for (path, methods) in document.get("paths").and_then(|p| p.as_object()).into_iter().flatten() {
        for (method, entry) in methods.as_object().into_iter().flatten() {
            let action = entry.get("x-action").and_then(|a| a.as_str());
            if let (Some(action), Ok(method)) = (action, Method::from_bytes(method.to_uppercase().as_bytes())) {
                actions.insert((method, path.clone()), action.to_owned());
            }
        }
    }
    Arc::new(actions)
}

/// The OpenAPI document, without a database: the routes are the same for every node.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut api = Api::openapi();
    let parts = [
        session::openapi(),
        live::openapi(),
        ops::openapi(),
        people::openapi(),
        records::openapi(),
        documents::openapi(),
        care::openapi(),
        upkeep::openapi(),
        rulekeeping::openapi(),
        notices::openapi(),
        population::openapi(),
        sealing::openapi(),
        insight::openapi(),
        will::openapi(),
        mandate::openapi(),
        ::watch::openapi(),
        rights::openapi(),
        catalogue::openapi(),
        selfdirection::openapi(),
        alerts::openapi(),
        functioning::openapi(),
        homesafety::openapi(),
        requests::openapi(),
        planning::openapi(),
        templates::openapi(),
        supply::openapi(),
        consultation::openapi(),
        prediction::openapi(),
        flow::openapi(),
        steering::openapi(),
        story::openapi(),
        experience::openapi(),
        network::openapi(),
        fhir::openapi(),
    ];
    for part in parts {
        api.merge(part);
    }
    api
}

/// Actions of all rooms, for the test that walks every route with every role.
pub fn actions() -> Vec<&'static trust::Action> {
    let own: [&[&trust::Action]; 34] = [
        session::actions::ALL,
        &[&live::LIVE],
        &[&ops::ALIVE, &ops::READY],
        people::actions::ALL,
        records::actions::ALL,
        documents::actions::ALL,
        care::actions::ALL,
        upkeep::actions::ALL,
        rulekeeping::actions::ALL,
        notices::actions::ALL,
        population::actions::ALL,
        sealing::actions::ALL,
        insight::actions::ALL,
        will::actions::ALL,
        mandate::actions::ALL,
        ::watch::actions::ALL,
        rights::actions::ALL,
        catalogue::actions::ALL,
        selfdirection::actions::ALL,
        alerts::actions::ALL,
        functioning::actions::ALL,
        homesafety::actions::ALL,
        requests::actions::ALL,
        planning::actions::ALL,
        templates::actions::ALL,
        supply::actions::ALL,
        consultation::actions::ALL,
        prediction::actions::ALL,
        flow::actions::ALL,
        steering::actions::ALL,
        story::actions::ALL,
        experience::actions::ALL,
        network::actions::ALL,
        fhir::actions::ALL,
    ];
    own.into_iter().flatten().copied().collect()
}

/// The actions that do something in a client's matter: what is looked for after a register was opened by a ground.
fn doings() -> Vec<&'static str> {
    use trust::{ActionKind, Group};
    let does =
        |a: &&trust::Action| a.kind == ActionKind::Change && matches!(a.group, Group::Work | Group::Decide | Group::Tend | Group::Lobby);
    actions().into_iter().filter(does).map(|a| a.name).collect()
}

/// Uses the rules anew whenever a version is put in force, brought back or withdrawn, in whichever process.
pub async fn follow_rules(mut events: Receiver<Arc<Event>>, gate: Gate, live: Arc<rules::LiveRules>) {
    loop {
        let changed = match events.recv().await {
            Ok(event) => event.kind.starts_with(rulekeeping::EVENTS),
            Err(RecvError::Lagged(_)) => true,
            Err(RecvError::Closed) => return,
        };
        if changed && let Err(error) = rulekeeping::refresh(&gate, &live).await {
            tracing::error!(%error, "the rules could not be read anew; the next turn does it");
        }
    }
}

/// The systems outside that a node was told of at its start.
#[derive(Default)]
pub struct Outside {
    /// Who staff log in with.
    pub oidc: Option<Oidc>,
    /// Who residents identify themselves with; `None`: they do not log in here.
    pub identification: Option<Oidc>,
    /// How clients are told that something waits.
    pub channels: notices::Channels,
    /// Who looks attachments through.
    pub scanner: care::attachment::scan::Scanner,
    /// The population register; `None`: it is not read.
    pub population: Option<population::Source>,
    /// How often it is read, in seconds.
    pub population_every: u64,
    /// The national register of mandates; `None`: nobody acts by a mandate.
    pub mandates: Option<mandate::National>,
    /// Kanta's service of wills; `None`: this node has no part in it.
    pub kanta: Option<kanta::Kanta>,
    /// How often its changes are read, in seconds.
    pub kanta_every: u64,
    /// The rescue authority's receiver; `None`: notifications are delivered by hand.
    pub rescue: Option<homesafety::Rescue>,
    /// Who computes prediction models; by default nobody.
    pub predictor: prediction::Predictor,
    /// Other nodes whose access logs are followed.
    pub watched: Vec<sealing::Watched>,
}

/// A node that runs: the router, recurring jobs, the socket for orders.
pub struct Running {
    router: Router,
    jobs: jobs::Jobs,
    control: JoinHandle<()>,
    hearing: JoinHandle<()>,
    stopping: watch::Sender<bool>,
    feed: Feed,
    metrics: Metrics,
}

impl Running {
    pub fn start(node: &Arc<Node>, outside: Outside) -> Self {
        let Outside {
            oidc,
            identification,
            channels,
            scanner,
            population,
            population_every,
            mandates,
            kanta,
            kanta_every,
            rescue,
            predictor,
            watched,
        } = outside;
        let every = population_every.max(1);
        let stopping = watch::Sender::new(false);
        let metrics = Metrics::new();
        let feed = Feed::measured(node.gate.clone(), stopping.subscribe(), metrics.clone());
        let mut rooms = Rooms::new(node.rules.clone(), channels)
            .reading(population)
            .asking(mandates)
            .with_kanta(kanta)
            .rescued(rescue)
            .predicting(predictor);
        rooms.care = rooms.care.scanning(scanner.clone());
        rooms.rights = rooms.rights.scanning(scanner.in_use());
        rooms.sealing = node.sealing(watched);
        let mut jobs = jobs::Jobs::default();
        let keyed = node.clone();
        jobs.every("keys.reread", Duration::from_secs(15), move || {
            let keyed = keyed.clone();
            async move { keyed.reread_keys().await.map(usize::from) }
        });
        let gate = node.gate.clone();
        jobs.every("sessions.used", Duration::from_secs(20), move || {
            let gate = gate.clone();
            async move { trust::note_used(&gate).await }
        });
        let gate = node.gate.clone();
        jobs.every("sessions.prune", Duration::from_secs(3600), move || {
            let gate = gate.clone();
            async move { trust::prune(&gate).await }
        });
        let (gate, care) = (node.gate.clone(), rooms.care.clone());
        jobs.every("clocks.overdue", Duration::from_secs(300), move || {
            let (gate, care) = (gate.clone(), care.clone());
            async move { care.tell_overdue(&gate).await }
        });
        let (gate, care) = (node.gate.clone(), rooms.care.clone());
        jobs.every("clocks.pauses", Duration::from_secs(300), move || {
            let (gate, care) = (gate.clone(), care.clone());
            async move { care.end_pauses(&gate).await }
        });
        let (gate, care) = (node.gate.clone(), rooms.care.clone());
        jobs.every("appointments.remind", Duration::from_secs(300), move || {
            let (gate, care) = (gate.clone(), care.clone());
            async move { care.remind(&gate).await }
        });
        let (gate, care) = (node.gate.clone(), rooms.care.clone());
        jobs.every("attachments.rescan", Duration::from_secs(600), move || {
            let (gate, care) = (gate.clone(), care.clone());
            async move { care.rescan(&gate).await }
        });
        let (gate, sealing) = (node.gate.clone(), rooms.sealing.clone());
        // Twice a second, so that no line waits a second; nothing to do is no news, nor is having done it.
        jobs.every("log.seal", Duration::from_millis(500), move || {
            let (gate, sealing) = (gate.clone(), sealing.clone());
            async move { sealing.turn(&gate).await.map(|_| 0) }
        });
        if !rooms.sealing.watched().is_empty() {
            let (gate, sealing) = (node.gate.clone(), rooms.sealing.clone());
            jobs.every("log.follow", Duration::from_secs(60), move || {
                let (gate, sealing) = (gate.clone(), sealing.clone());
                async move { sealing.follow(&gate).await }
            });
        }
        let (gate, watch) = (node.gate.clone(), rooms.watch.clone());
        jobs.every("watch.turn", Duration::from_secs(15), move || {
            let (gate, watch) = (gate.clone(), watch.clone());
            async move { watch.turn(&gate).await }
        });
        let (gate, watch) = (node.gate.clone(), rooms.watch.clone());
        jobs.every("watch.prune", Duration::from_secs(24 * 3600), move || {
            let (gate, watch) = (gate.clone(), watch.clone());
            async move { watch.prune(&gate).await }
        });
        let (gate, functioning) = (node.gate.clone(), rooms.functioning.clone());
        jobs.every("functioning.intake", Duration::from_secs(5), move || {
            let (gate, functioning) = (gate.clone(), functioning.clone());
            async move { functioning.turn(&gate).await }
        });
        let (gate, alerts) = (node.gate.clone(), rooms.alerts.clone());
        jobs.every("alerts.turn", Duration::from_secs(5), move || {
            let (gate, alerts) = (gate.clone(), alerts.clone());
            async move { alerts.turn(&gate).await }
        });
        // What comes of nothing happening, and of rules that have changed.
        let (gate, alerts) = (node.gate.clone(), rooms.alerts.clone());
        jobs.sweep("alerts.sweep", Duration::from_secs(3600), move || {
            let (gate, alerts) = (gate.clone(), alerts.clone());
            async move { alerts.sweep(&gate).await }
        });
        let (gate, requests) = (node.gate.clone(), rooms.requests.clone());
        jobs.every("requests.turn", Duration::from_secs(60), move || {
            let (gate, requests) = (gate.clone(), requests.clone());
            async move { requests.turn(&gate).await }
        });
        let (gate, consultation) = (node.gate.clone(), rooms.consultation.clone());
        jobs.every("consultation.turn", Duration::from_secs(60), move || {
            let (gate, consultation) = (gate.clone(), consultation.clone());
            async move { consultation.turn(&gate).await }
        });
        let (gate, experience) = (node.gate.clone(), rooms.experience.clone());
        jobs.every("experience.turn", Duration::from_secs(60), move || {
            let (gate, experience) = (gate.clone(), experience.clone());
            async move { experience.turn(&gate).await }
        });
        let (gate, templates) = (node.gate.clone(), rooms.templates.clone());
        jobs.every("templates.turn", Duration::from_secs(60), move || {
            let (gate, templates) = (gate.clone(), templates.clone());
            async move { templates.turn(&gate).await }
        });
        // Where matters of before the table of stays have been.
        let gate = node.gate.clone();
        jobs.sweep("care.stay.fill", Duration::from_secs(6 * 3600), move || {
            let gate = gate.clone();
            async move { care::stay::fill(&gate).await }
        });
        let (gate, steering) = (node.gate.clone(), rooms.steering.clone());
        jobs.every("steering.count", Duration::from_secs(600), move || {
            let (gate, steering) = (gate.clone(), steering.clone());
            async move { steering.count(&gate).await }
        });
        let (gate, steering) = (node.gate.clone(), rooms.steering.clone());
        jobs.every("steering.forecast.ask", Duration::from_secs(3600), move || {
            let (gate, steering) = (gate.clone(), steering.clone());
            async move { steering.ask(&gate).await }
        });
        let (gate, upkeep) = (node.gate.clone(), rooms.upkeep.clone());
        jobs.every("feedback.prune", Duration::from_secs(24 * 3600), move || {
            let (gate, upkeep) = (gate.clone(), upkeep.clone());
            async move { upkeep.prune_feedback(&gate).await }
        });
        let (gate, room) = (node.gate.clone(), rooms.rights.clone());
        jobs.every("rights.prune", Duration::from_secs(3600), move || {
            let (gate, room) = (gate.clone(), room.clone());
            async move { Ok::<_, kernel::Problem>(room.give_up_copies(&gate).await? + room.prune_copies(&gate).await?) }
        });
        let (gate, live) = (node.gate.clone(), node.rules.clone());
        jobs.sweep("retention.turn", Duration::from_secs(3600), move || {
            let (gate, live) = (gate.clone(), live.clone());
            async move {
                retention::turn(&gate, live.current().retention.on(gate.ctx().today())).await.map(|run| usize::from(run.is_some()))
            }
        });
        let (gate, room) = (node.gate.clone(), rooms.population.clone());
        if room.reads() {
            jobs.every("population.feed.ask", Duration::from_secs(every), move || {
                let (gate, room) = (gate.clone(), room.clone());
                async move { room.ask(&gate, every).await }
            });
        }
        let (gate, room) = (node.gate.clone(), rooms.will.clone());
        if room.has_kanta() {
            jobs.every("will.kanta.ask", Duration::from_secs(kanta_every.max(1)), move || {
                let (gate, room) = (gate.clone(), room.clone());
                async move { room.ask_turn(&gate, kanta_every).await }
            });
        }
        // A change of rules made by another process is heard by its event; the turn each minute is for what was not heard.
        let (gate, live) = (node.gate.clone(), node.rules.clone());
        jobs.every("rules.refresh", Duration::from_secs(60), move || {
            let (gate, live) = (gate.clone(), live.clone());
            async move { rulekeeping::refresh(&gate, &live).await.map(|()| 0) }
        });
        let hearing = tokio::spawn(follow_rules(feed.heard(), node.gate.clone(), node.rules.clone()));
        // The kinds of durable jobs this node does: each room's handlers.
        jobs::Queue::new()
            .on(notices::SendNotice::new(rooms.notices.clone()))
            .on(care::attachment::scan::ScanAttachment::new(scanner))
            .on(population::ReadFeed::new(rooms.population.clone()))
            .on(rights::MakeCopy::new(rooms.rights.clone()))
            .on(will::SendWill::new(rooms.will.clone()))
            .on(will::ReadWills::new(rooms.will.clone()))
            .on(will::AskWills::new(rooms.will.clone()))
            .on(homesafety::SendRescueNotice::new(rooms.homesafety.clone()))
            .on(steering::MakeForecasts::new(rooms.steering.clone()))
            .start(&node.gate, &mut jobs);
        let router = app(Entry::new(node.gate.clone(), oidc, identification), rooms, feed.clone())
            .layer(from_fn(traces::follow))
            .layer(from_fn_with_state(metrics.clone(), metrics::measure));
        Self { router, jobs, control: tokio::spawn(crate::control::listen(node.clone())), hearing, stopping, feed, metrics }
    }

    pub fn router(&self) -> Router {
        self.router.clone()
    }
    pub fn metrics(&self) -> Metrics {
        self.metrics.clone()
    }
    /// Says "not ready" before anything is closed.
    pub fn feed(&self) -> Feed {
        self.feed.clone()
    }
    /// Set when the node is asked to stop, so that open streams end.
    pub fn stopping(&self) -> watch::Sender<bool> {
        self.stopping.clone()
    }
    pub async fn stop(self) {
        self.control.abort();
        self.hearing.abort();
        self.jobs.stop().await;
    }
}
