import { topic } from './topic.ts';

export const studyTopics = [
  topic('biology', {
    nouns:
      'cell membrane,enzyme assay,gene promoter,protein fold,predator population,mitochondrion,leaf sample,bacterial culture,immune response,nerve impulse,food web,stem cell,pollen grain,mutation rate,gut flora,ion channel,plant hormone,coral reef,hatching season,phylogenetic tree',
    verbs: 'inhibit,sequence,culture,express,observe,classify,dissect,incubate,transcribe,mutate',
    adjectives: 'recessive,invasive,aerobic,nocturnal,endemic,symbiotic,cellular,dominant,sterile',
  }),
  topic('physics', {
    nouns:
      'pendulum,magnetic coil,light beam,heat engine,electron orbit,inclined plane,standing wave,gravity assist,pressure gauge,circuit loop,lens system,spring constant,friction force,radio telescope,particle detector,photon count,vacuum chamber,angular momentum,shock wave,thermal gradient',
    verbs: 'measure,derive,accelerate,refract,approximate,balance,cool,calibrate,model,dampen',
    adjectives:
      'elastic,frictionless,polarised,resonant,turbulent,charged,relativistic,conductive,steady',
  }),
  topic('chemistry', {
    nouns:
      'titration curve,buffer solution,reaction rate,catalyst bed,polymer chain,crystal lattice,gas sample,oxidation state,boiling point,solvent mix,acid spill,flame test,molar mass,distillation column,equilibrium shift,metal alloy,precipitate,indicator dye,electrode,isomer',
    verbs: 'dissolve,titrate,oxidise,distil,neutralise,heat,filter,dilute,crystallise,weigh',
    adjectives: 'volatile,aqueous,exothermic,saturated,inert,organic,corrosive,diluted,impure',
  }),
  topic('history', {
    nouns:
      'trade route,city charter,land reform,royal decree,border treaty,harvest failure,printing press,coastal fortress,railway strike,peace conference,guild rule,naval blockade,census record,oral history,mining town,caravan city,tax revolt,colonial archive,migration wave,parliament debate',
    verbs: 'trace,abolish,govern,negotiate,date,compare,document,reform,contest,fund',
    adjectives:
      'medieval,disputed,coastal,imperial,forgotten,agrarian,wartime,industrial,early modern',
  }),
  topic('mathematics', {
    nouns:
      'prime factor,matrix inverse,random walk,confidence interval,binary tree,integral bound,probability table,linear system,graph colouring,geometric series,standard deviation,polynomial root,set partition,proof by induction,normal vector,combinatorial identity,optimisation problem,sample mean,recurrence relation,convex hull',
    verbs: 'prove,compute,bound,factor,estimate,integrate,count,minimise,derive,simplify',
    adjectives:
      'finite,convergent,sparse,symmetric,monotone,independent,orthogonal,recursive,discrete',
  }),
  topic('software', {
    nouns:
      'retry queue,login handler,cache layer,migration script,build pipeline,message broker,feature flag,unit test,memory leak,web socket,rate limiter,date parser,config loader,search index,error boundary,background job,file watcher,api client,state machine,log collector',
    verbs: 'refactor,deploy,debug,profile,cache,parse,mock,validate,throttle,migrate',
    adjectives: 'flaky,asynchronous,stale,idempotent,deprecated,verbose,typed,slow,duplicated',
  }),
  topic('data', {
    nouns:
      'join key,fact table,dashboard tile,event stream,null value,window function,data contract,outlier rule,daily snapshot,schema change,column type,partition key,cohort chart,churn model,sampling plan,metric definition,backfill job,feature store,late arrival,lineage graph',
    verbs: 'aggregate,deduplicate,backfill,impute,pivot,join,sample,validate,index,archive',
    adjectives: 'skewed,nullable,incremental,late,denormalised,noisy,aggregated,missing,daily',
  }),
  topic('security', {
    nouns:
      'firewall rule,phishing report,access review,backup restore,patch window,incident timeline,password policy,audit log,network segment,vendor questionnaire,certificate renewal,alert triage,recovery drill,guest wifi,badge reader,endpoint agent,threat model,key rotation,spam filter,asset register',
    verbs: 'rotate,isolate,patch,review,revoke,restore,escalate,harden,monitor,document',
    adjectives:
      'expired,suspicious,privileged,unpatched,encrypted,external,dormant,shared,critical',
  }),
] as const;
