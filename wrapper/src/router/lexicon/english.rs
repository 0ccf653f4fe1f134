//! English as it is typed at a prompt: the closed classes whole, of the open ones what people ask a computer for.
//! General vocabulary only; a word may stand in several lists. `./README.md` says how to add one.

/// What a noun phrase begins with.
pub const DETERMINERS: &str = "
    the a an all every each any some no this that these those my your our their its his her both several many
    much few most more less such another other either neither half enough whatever whichever";

/// What stands for a noun.
pub const PRONOUNS: &str = "
    i me you he she it we us they them him mine yours ours theirs itself themselves myself yourself
    someone somebody anyone anybody everyone everybody nobody something anything everything nothing none ones
    im ive youre thats theres heres its";

/// Prepositions.
pub const PREPOSITIONS: &str = "
    in on of for from to with without by at into onto out over under between among than within inside outside below
    beneath above after before during about as since until till through throughout across except excluding including
    per off up down behind beside besides near around against along like unlike toward towards upon using versus
    based according regarding";

/// What joins phrases.
pub const CONJUNCTIONS: &str = "
    and or but nor if when whenever while because so that then unless although though whether once as well plus yet
    where wherever which who whose instead rather";

/// Auxiliaries and the forms of be, do, have, with and without apostrophe.
pub const AUXILIARIES: &str = "
    is are was were be been being am do does did done has have had having can could will would shall should may might
    must cannot isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't couldn't won't wouldn't
    shouldn't mustn't isnt arent wasnt werent dont doesnt didnt hasnt havent hadnt cant couldnt wouldnt shouldnt
    needs wants seems gets need want let's lets";

/// What a question begins with.
pub const QUESTIONS: &str = "
    what who which where when why how whose whom what's who's where's when's why's how's whats whos wheres hows
    what're who're";

/// Adverbs and particles that belong to grammar more than to a subject.
pub const ADVERBS: &str = "
    not only just also too very again still already never always ever now here there please pls plz maybe perhaps
    currently recently recursively automatically manually directly exactly simply quickly safely permanently
    temporarily interactively verbosely silently immediately instead together apart away back forever twice first last
    least most more less even otherwise respectively separately individually alphabetically numerically locally
    globally remotely successfully actually really probably pretty easily later soon today yesterday tomorrow ago anymore
    somehow else along afterwards beforehand elsewhere anywhere everywhere nowhere hence thus";

/// How people talk to somebody.
pub const ADDRESSES: &str = "
    hi hello hey please pls plz thanks thank sorry ok okay yes no yeah nope hmm well so actually dear help sure oops";

/// What is said to somebody and is never an operand.
pub const COURTESIES: &str = "please pls plz thanks thank";

/// What opens a conversation whatever follows; shorter ones are a slip away from a command (`pls` from `ls`).
pub const GREETINGS: &str = "hi hello hey please thanks thank";

/// Verbs that ask for something to be done, in their base form; endings are taken off before they are looked up.
pub const VERBS: &str = "
    abort absorb accept access acquire activate adapt add adjust administer advance aggregate alert align allocate
    allow alter alternate amend analyse analyze annotate anonymize answer appear append apply approve archive
    arrange ask assemble assert assess assign assist associate assume attach attempt audit authenticate authorize
    autogenerate average avoid await back backport backup balance become behave benchmark bind blame blink block
    bookmark boot borrow bounce break bring broadcast browse build bundle burn buy calculate call cancel capture
    cast catch cease change characterise chat check choose cite claim clarify classify clean cleanup clear click
    clip clone close coalesce code collapse collect colorize combine come comment commit compare compensate compile
    complain complete comply compose compress comprise compute concatenate condense conduct configure confirm
    connect consider consolidate construct consume contain continue contribute control convert convolve copy correct
    correlate count crack craft crash crawl create crop curate customize cut cycle deactivate deal debug decide declare
    decline decode decompress decouple decrease decrypt dedicate deduce deduplicate defer define defragment degrade
    delay delegate delete delimit deliver demonstrate demote denote depict deploy derive descend describe
    deserialize destroy detach detect determine develop diagnose die differ differentiate digest dim direct disable
    disallow disambiguate disassemble discard disconnect discover dismiss dismount dispatch display dispose
    distribute dive divide do document double downgrade download downsample drag drain draw drive drop dump
    duplicate ease echo edit eject elaborate elevate eliminate email embed emit empty emulate enable encapsulate
    encode encounter encrypt end enforce enhance enlarge enqueue enrich enroll ensure enter enumerate equalize erase
    escape establish estimate evaluate evict examine exceed exchange exclude execute exist exit expand expect experiment
    expire explain explode exploit explore export expose express extend extract factor fail fake fall favor feed
    fetch fill filter finalize find finish fit fix fixup flash flatten flip float flush focus follow forbid force
    forget fork format forward free freeze fuse fuzz gather gauge generalize generate get give go grab grant group
    grow guess guide halt halve handle hang harden hash have help hibernate hide highlight hint hold honor host hunt
    identify ignore illustrate imitate impersonate implement imply import impose improve include incorporate
    increase indent index indicate infer inflate inform inhibit initialise initialize initiate inject inline inquire
    insert inspect install instantiate instruct integrate interact interchange interleave interpret interrupt
    intersect introduce invalidate invert investigate invoke involve isolate issue iterate join juggle jump justify
    keep kick kill know label launch lead learn leave lend let limit link lint list listen load localize locate lock
    log look loop loosen lower maintain make manage manipulate map mark mask match maximize mean measure mention
    merge migrate mimic mine minify minimize mirror mix mock modify monitor mount move multiplex multiply mutate
    mute name navigate negate negotiate nest normalize notice notify number obey obfuscate obscure observe obtain
    occupy offer omit open operate optimise optimize order organise organize orient originate output overlay
    override oversee overwrite own pack package pad paginate paint pair park parse partition pass paste patch pause
    pay peek perform permit persist personalize pick pin ping pinpoint pipe pivot place plan play plot plug point
    poke poll pop populate port position post postpone predict prefer prefix preload prepare prepend present
    preserve press presume prettify prevent preview print prioritize probe process produce profile prohibit project
    prompt propagate propose protect prove provide provision prune publish pull purge push put qualify quantize
    quarantine query queue quit quote raise randomize rank rate reach react reactivate read realign rearrange
    reassign rebalance rebase reboot rebuild recalculate recall receive reclaim recode recognise recognize recommend
    recompress recompute reconcile reconnect record recover recreate recurse recycle redefine redeploy redirect
    redistribute redo reduce refactor refer refine reflect reformat refresh regenerate register regroup reindex
    reinstall reject relabel relate release reload relocate rely remap remember remind remote remount remove rename
    render renew renumber reopen reorder repack repair repartition repeat replace replay replicate reply report
    repository represent reproduce request require reread reroute rerun rescale rescan reserve reset resize resolve
    respond restart restore restrict resume resync resynchronize retain retrieve retry return reuse reveal reverse
    revert review revoke rewind rewrite rollback rotate round route run sample sanitize satisfy save say scale scan
    schedule score scramble scrape scroll seal search secure see seek segment select send separate serialize serve
    set settle setup shape share sharpen shift ship shorten show shrink shuffle shut shutdown sign signal silence
    simplify simulate sketch skip sleep slice slow smooth snapshot sniff solve sort source spawn speak specify speed
    spell spin splice split spread squash stabilize stack stage stamp start stash state stay steal stick stitch stop
    store stream strip structure study style submit subscribe subset substitute subtract succeed suggest suit
    summarise summarize supersede supply suppress surround suspend swap switch sync synchronise synchronize
    synthesize tabulate tackle tag tail take talk tap target tear tell terminate test think throttle tidy tie
    tighten time toggle tokenize tolerate total touch trace track train transcode transcribe transfer transform
    translate transmit transpile transpose trap traverse treat trigger trim truncate try tune tunnel turn tweak
    twist type unarchive unassign unblock uncomment uncompress undelete understand undo unescape unfold unhide unify
    uninstall unite unlink unload unlock unmark unmount unmute unpack unpause unpin unregister unset unstage
    unsubscribe untar untrack unwrap unzip update upgrade upload upscale use utilize validate vectorize verify view
    visit visualise visualize vote wait wake walk want warm warn watch weigh widen win wipe wonder work wrap write
    yield zip zoom";

/// What people ask about: nouns in the singular; a plural is looked up without its ending.
pub const NOUNS: &str = "
    access account action address administrator algorithm alias amount analysis app application archive argument
    array article attribute audio author background backup bandwidth bar base battery beginning binary bit blank
    block bluetooth board body book boot border bottom branch brightness browser buffer bug build bus byte bytes
    cache calendar camera card case category cause cert certificate change changelog changes channel chapter
    character chart check checksum child chunk class cleanup cli client clipboard clock cluster code collection
    color colour column comma command comment commit compiler completion component compression computer
    configuration conflict connection console contact container content context controller conversion copy core
    count country cpu crash credentials cronjob css csv currency current cursor cycle daemon data database date day
    deb debian debug debugger decimal decoder default definition delay dependency deployment description desktop
    destination detail details development device dhcp dictionary diff difference digit directory disk display
    distribution dns document documentation domain download drive driver duplicate duration editor element email
    emoji encoder encoding encryption end ending engine entry environment error event example exception executable
    execution exit expression extension factor failure fan feature feed field figure file filename filesystem filter
    firewall firmware flag float folder font footer form format fraction frame framework frequency function gateway
    gb gib gif gigabyte gpu graph graphics group gui half handle handler hardware hash head header headers headset
    height help helper hierarchy histogram history home hook host hostname hour hrs html https icon id ide
    identifier image implementation inch index info information initialization inode input installation instance
    instruction integer integrity interface internet interval invoice ipv4 ipv6 iso issue item items iterator job
    jpg json kb kernel key keyboard keyword kib kilobyte kind label language laptop layer layout length level
    library licence license limit line link linux list listing load location lock log logic login mac machine macro
    mail mailbox makefile man manager manual map margin mask master match mb media megabyte member memory menu
    message metadata method metric mib microphone middle millisecond min minute mirror mode model modification
    module moment monitor month mount mouse movie mp3 mp4 ms music name namespace network newline node notation note
    notebook notes notification novel number object offset operation operator option order organization origin
    output owner ownership package packet page pair panel paragraph parameter parent part partition password patch
    path pattern payload payment pdf percent percentage performance period permission permissions person phone photo
    picture pid piece pipeline pixel place player playlist plugin png pod point policy pool port position prefix
    presentation previous printer priority problem process processor profile program progress project prompt
    property protocol proxy pull quality query question queue quota random range rate ratio reason receiver recipe
    record recording reference regex region registry release remote rename repo report repository request resolution
    resource response rest result revision right rights role root route router row rule runtime sample scanner
    schedule schema scheme scope screen screenshot script search sec second secret section sector security segment
    sender sentence sequence serial series server service session set setting settings setup shape share shell
    shortcut side signal signature site size slash slot snapshot snippet socket software song sound source space
    speaker speed sql ssd ssl stack stage standard start startup state statement statistics stats status step
    storage store stream string structure style subcommand subdirectory subfolder submodule subnet subtitle subtree
    suffix sum summary support svg swap swapfile symbol symlink syntax system tab table tag tarball target task tb
    team temperature template terminal test text theme thing thread thumbnail time timeout timestamp timezone title
    tls today token tool top total touchpad track traffic trailing transaction translation trash tree trouble type
    ubuntu unit update upload uptime uri url usage usb user username utility uuid validity value variable vector
    vendor verbose verification version video view virtualenv voltage volume vpn vulnerability wallpaper warning wav
    web webcam webp website week whitespace width wifi window windows word workaround worker workspace world wrapper
    writer xml yaml year zone";

/// Adjectives, comparatives, participles and numerals that qualify those nouns.
pub const ADJECTIVES: &str = "
    absolute accessible active additional advanced alphabetical approximate ascending associated automatic available
    average bad bare best better big bigger biggest binary blank broken case-insensitive circular clean common
    compatible complete complex compressed concrete configured connected corrupt corrupted cumulative current
    currently-running custom dead default deleted deprecated descending detailed different direct disabled due dummy
    duplicate dynamic earlier earliest eight empty enabled entire equal equivalent exact executable existing
    explicit external extra failed failing faster fastest fewer final first five following foreign four free fresh
    full further general generic given global graphical greater greatest green hidden high higher highest huge
    human-readable hundred identical implicit important inactive included incoming individual initial installed
    interactive internal invalid inverse large larger largest last latest least left light listening local locked
    long longer longest lost low lower lowest main manual matching maximal maximum minimal minimum missing modified
    more most mounted multiple named native nested new newer newest next nine normal old older oldest one online
    open optional original outdated outgoing own parallel particular permanent physical plain possible present
    previous primary private public random raw readable recent recursive red regular related relative remaining
    remote removable required right running safe same second secure separate seven shared short shorter shortest
    similar simple single six slight slow slower slowest small smaller smallest sorted special specific specified
    stale static stopped strange strict subsequent subtle sure symbolic temporary ten third thousand three tiny
    total twelve twenty two typical uncommon unique unknown unnecessary unstaged unsupported untracked unused upper
    useful valid various verbose virtual visible visual whole wide wider world-writable worse worst writable wrong
    zero";
