using FsCheck;
using FsCheck.Fluent;
using RunKit.Actors;
using RunKit.Actors.Dialing;
using RunKit.Hosting.Configuration;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Hosting.Tests.Configuration;

public sealed class RunKitConfigurationTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void The_reference_alone_is_what_the_settings_say_by_default()
    {
        var options = Load();

        var defaults = new PlaneSettings { Node = Environment.MachineName };
        (options.Plane with { Servers = NameFilter.All, Notices = new() }).ShouldBe(defaults);
        options.Plane.Notices.ShouldSatisfyAllConditions(
            notices => notices.On.ShouldBe(defaults.Notices.On), notices => (notices with { On = defaults.Notices.On }).ShouldBe(defaults.Notices));
        options.Plane.Servers.Include.ShouldBe(["*"]);
        options.Plane.Servers.Exclude.ShouldBeEmpty();
        options.Dial.ShouldBe(DialSettings.Default);
    }

    [Fact]
    public void A_flag_goes_over_the_environment_which_goes_over_the_file()
    {
        File.WriteAllText(_file, "runkit { guard = observe, snapshot.timeout = 3s, backoff { min = 1s, max = 9s } }");

        var options = RunKitConfiguration.Load(
            _file, [new("RUNKIT_BACKOFF__MIN", "2s"), new("RUNKIT_BACKOFF__MAX", "8s"), new("PATH", "/bin")], [new("runkit.backoff.max", "7s")]);

        options.Plane.Guard.ShouldBe(GuardPolicy.Observe);
        options.Plane.Snapshot.Timeout.ShouldBe(TimeSpan.FromSeconds(3));
        options.Plane.Backoff.ShouldBe(new BackoffPolicy(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(7)));
    }

    [Fact]
    public void A_list_in_the_environment_is_a_list()
    {
        var options = RunKitConfiguration.Load(null, [new("RUNKIT_SERVERS__EXCLUDE", "[\"scratch-*\", \"x\"]")], []);

        options.Plane.Servers.Admits("scratch-1").ShouldBeFalse();
        options.Plane.Servers.Admits("x").ShouldBeFalse();
        options.Plane.Servers.Admits("work").ShouldBeTrue();
    }

    [Theory]
    [InlineData("runkit.guard", "strict", "floor or observe")]
    [InlineData("runkit.client", "pipe", "auto or socket or process")]
    [InlineData("runkit.hooks.index", "-1", "from 0 to 2147483647")]
    [InlineData("runkit.hooks.index", "2147483648", "from 0 to 2147483647")]
    [InlineData("runkit.hooks.index", "first", "from 0 to 2147483647")]
    [InlineData("runkit.snapshot.timeout", "0s", "duration")]
    [InlineData("runkit.backoff.min", "-1s", "duration")]
    [InlineData("runkit.backoff.min", "soon", "duration")]
    [InlineData("runkit.backoff.max", "1ms", "at least runkit.backoff.min")]
    [InlineData("runkit.dial.parallel", "0", "from 1 to 1000")]
    [InlineData("runkit.dial.parallel", "many", "from 1 to 1000")]
    [InlineData("runkit.anchor.session", "mine", "_rk-")]
    [InlineData("runkit.anchor.session", "_rk-a b", "_rk-")]
    [InlineData("runkit.anchor.option", "keep", "'@'")]
    [InlineData("runkit.snapshot.timeout", "2d", "at most a day")]
    [InlineData("runkit.http.listen", "127.0.0.1", "ADDRESS:PORT")]
    [InlineData("runkit.http.listen", "127.1:80", "ADDRESS:PORT")]
    [InlineData("runkit.http.listen", "::1:7117", "ADDRESS:PORT")]
    [InlineData("runkit.http.listen", "node.example:7117", "ADDRESS:PORT")]
    [InlineData("runkit.http.listen", "127.0.0.1:65536", "ADDRESS:PORT")]
    [InlineData("runkit.http.listen", "on", "ADDRESS:PORT")]
    [InlineData("runkit.http.listen", "[::1]", "ADDRESS:PORT")]
    [InlineData("runkit.http.listen", "0.0.0.0:7117", "runkit.http.allow-remote-without-tls = on")]
    [InlineData("runkit.http.listen", "[::]:7117", "a loopback address")]
    [InlineData("runkit.http.allow-remote-without-tls", "perhaps", "on or off")]
    [InlineData("runkit.http.max-body-bytes", "1", "from 1024 to 67108864")]
    [InlineData("runkit.http.token-file", "tokens", "an absolute path")]
    [InlineData("runkit.http.hosts", "node", "a list of names")]
    public void A_value_that_does_not_fit_is_one_line_with_key_value_and_what_is_allowed(string key, string value, string allowed)
    {
        var problem = Should.Throw<RunKitConfigurationException>(() => Load((key, value))).Message;

        problem.ShouldContain(key);
        problem.ShouldContain($"'{value}'");
        problem.ShouldContain(allowed);
        problem.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("7117", "127.0.0.1:7117")]
    [InlineData("localhost:7117", "127.0.0.1:7117")]
    [InlineData("127.0.0.2:0", "127.0.0.2:0")]
    [InlineData("[::1]:7117", "[::1]:7117")]
    public void Where_to_listen_is_an_address_of_this_machine_and_nowhere_by_default(string text, string? where)
    {
        Load().Http.Listen.ShouldBeNull();
        Load(("runkit.http.listen", text)).Http.Listen?.ToString().ShouldBe(where);
    }

    [Fact]
    public void Beyond_loopback_is_listened_to_only_by_somebody_who_says_so() =>
        Load(("runkit.http.listen", "0.0.0.0:7117"), ("runkit.http.allow-remote-without-tls", "on")).Http.Listen!.ToString().ShouldBe("0.0.0.0:7117");

    [Theory]
    [InlineData("runkit.http.hosts", "node:80")]
    [InlineData("runkit.http.hosts", "a/b")]
    [InlineData("runkit.http.origins", "dash.example")]
    [InlineData("runkit.http.origins", "https://dash.example/")]
    [InlineData("runkit.http.origins", "*")]
    public void A_list_names_the_entry_that_does_not_fit(string key, string value) =>
        Should.Throw<RunKitConfigurationException>(() => Load((key, $"[\"{value}\"]"))).Message.ShouldStartWith($"{key} has '{value}'; allowed: ");

    [Fact]
    public void An_unknown_key_is_named_with_the_one_that_was_meant()
    {
        Should.Throw<RunKitConfigurationException>(() => Load(("runkit.gaurd", "floor")))
            .Message.ShouldContain("unknown key 'runkit.gaurd' (did you mean 'runkit.guard'?)");
        Should.Throw<RunKitConfigurationException>(() => Load(("runkit.dial.wait.long", "1s")))
            .Message.ShouldContain("unknown key 'runkit.dial.wait.long'");
    }

    [Theory]
    [InlineData("runkit.attach", "nothing is attached to a server: leave it out")]
    [InlineData("runkit.mirror.refresh", "it is runkit.snapshot.refresh now")]
    [InlineData("runkit.mirror.coalesce", "it is runkit.snapshot.coalesce now")]
    [InlineData("runkit.heartbeat.interval", "runkit.snapshot.refresh and runkit.snapshot.idle-refresh say how often")]
    [InlineData("runkit.heartbeat.timeout", "it is runkit.snapshot.timeout now")]
    [InlineData("runkit.dial.transport", "it is runkit.client now: auto, socket or process")]
    public void A_key_of_before_is_one_line_that_says_what_to_write_instead(string key, string words)
    {
        var problem = Should.Throw<RunKitConfigurationException>(() => Load((key, "1s"))).Message;

        problem.ShouldStartWith($"there is no key '{key}' any more: ");
        problem.ShouldContain(words);
        problem.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("auto", ClientChoice.Auto)]
    [InlineData("socket", ClientChoice.Socket)]
    [InlineData("Process", ClientChoice.Process)]
    public void What_runs_commands_is_the_socket_a_process_or_what_fits(string text, ClientChoice client)
    {
        Load().Client.ShouldBe(ClientChoice.Auto);
        Load(("runkit.client", text)).Client.ShouldBe(client);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("2147483647", int.MaxValue)]
    public void The_index_of_the_hooks_is_any_that_tmux_has(string text, int index)
    {
        Load().Dial.HookIndex.ShouldBe(7117);
        Load(("runkit.hooks.index", text)).Dial.HookIndex.ShouldBe(index);
    }

    [Fact]
    public void A_file_that_is_missing_is_named() =>
        Should.Throw<RunKitConfigurationException>(() => RunKitConfiguration.Load("/no/such/file", [], [])).Message.ShouldContain("/no/such/file");

    // Akka's parser reads most of these as something shorter, without a word.
    [Theory]
    [InlineData("runkit { guard = ", "line 1: '{' is not closed")]
    [InlineData("runkit {\n  guard = observe\n  dial {\n    parallel = 3\n}\n", "line 1: '{' is not closed")]
    [InlineData("runkit.guard =", "line 1: a setting has no value")]
    [InlineData("runkit {\n  guard =\n}", "line 3: a setting has no value")]
    [InlineData("runkit { guard = observe }\n}\nrunkit.node = x", "line 2: '}' closes nothing")]
    [InlineData("runkit {\n  servers.include = [\"a\", \"b\"\n}", "line 3: '}' closes nothing")]
    [InlineData("runkit {\n  node = \"a\n  guard = observe\n}", "line 2: a quote is not closed")]
    [InlineData("{ runkit.node = x }\nrunkit.guard = observe", "line 2: 'r' comes after the '}' that closes the whole")]
    [InlineData("runkit.node = \"\"\"a\nb", "line 1: a quote is not closed")]
    [InlineData("runkit {\n  backoff { min = 1s }, guard = observe\n}", "line 2, column 23: no comma may follow a '}' here; write the next setting on a line of its own")]
    [InlineData("runkit.guard = ${guard}", "Unresolved substitution")]
    [InlineData("include \"other.conf\"", "include is not supported; write the settings into this file")]
    [InlineData("runkit.http.origins = https://there", "enclose the item with double quotes")]
    public void A_file_that_is_no_HOCON_is_named_with_the_line_and_what_is_wrong_there(string text, string words)
    {
        File.WriteAllText(_file, text);

        var problem = Should.Throw<RunKitConfigurationException>(() => RunKitConfiguration.Load(_file, [], [])).Message;

        problem.ShouldStartWith($"{_file}: ");
        problem.ShouldContain(words);
        problem.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("runkit { node = \"{[\\\"\" }", "{[\"")]
    [InlineData("runkit.node = \"\"\"a \" b\"\"\" # it's { mine", "a \" b")]
    [InlineData("// } of another\nrunkit.node = x", "x")]
    [InlineData("{ \"runkit\": { \"node\": \"x\", \"servers\": { \"include\": [\"a\"] } } } // }", "x")]
    public void Brackets_and_quotes_inside_of_quotes_and_comments_are_text(string text, string node)
    {
        File.WriteAllText(_file, text);

        RunKitConfiguration.Load(_file, [], []).Plane.Node.ShouldBe(node);
    }

    [Fact]
    public void No_file_ends_a_start_with_anything_but_a_line_that_can_be_read()
    {
        string[] pieces = ["{", "}", "[", "]", "\"", "\"\"\"", "=", ":", ",", "#", "//", "\n", " ", "\\", "$", "${", "+=", "a", "runkit", ".guard", "include ", "\"x\"", "akka", "1", "é", "\0"];
        var texts = Gen.Elements(pieces).ArrayOf().Select(chosen => string.Concat(chosen));

        Prop.ForAll(texts.ToArbitrary(), Answers).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(25).WithReplay(20261127, 7));

        bool Answers(string text)
        {
            File.WriteAllText(_file, text);
            return Record.Exception(() => RunKitConfiguration.Load(_file, [], [])) is null or RunKitConfigurationException;
        }
    }

    [Theory]
    [InlineData("runkit.guard { x = 1 }", "unknown key 'runkit.guard.x'")]
    [InlineData("runkit.guard = [\"floor\"]", "runkit.guard is a list; allowed: one value")]
    [InlineData("runkit.events {\n  buffer\n}", "runkit.events.buffer is ''; allowed: a whole number")]
    [InlineData("runkit.backoff {\n  min\n}", "runkit.backoff.min is ''; allowed: a duration")]
    [InlineData("runkit = 3", "runkit is '3'; allowed: a section")]
    [InlineData("akka.actor.provider = cluster", "akka.actor.provider is 'cluster'; allowed: local, because RunKit runs its actors in one process")]
    [InlineData("akka.actor.provider = \"Akka.Remote.RemoteActorRefProvider, Akka.Remote\"", "allowed: local, because RunKit runs its actors in one process")]
    [InlineData("akka.loglevel = LOUD", "akka.loglevel is 'LOUD'; allowed: OFF, ERROR, WARNING, INFO or DEBUG")]
    public void A_setting_in_a_file_that_cannot_be_is_one_line(string text, string words)
    {
        File.WriteAllText(_file, text);

        var problem = Should.Throw<RunKitConfigurationException>(() => RunKitConfiguration.Load(_file, [], [])).Message;

        problem.ShouldContain(words);
        problem.ShouldNotContain("\n");
    }

    [Fact]
    public void What_the_reference_says_of_Akka_is_what_Akka_does_by_itself()
    {
        var ours = Akka.Configuration.ConfigurationFactory.ParseString(RunKitConfiguration.ReferenceText);
        var akka = Akka.Configuration.ConfigurationFactory.Default();

        akka.GetString("akka.actor.provider").ShouldBe(typeof(Akka.Actor.LocalActorRefProvider).FullName, "by its type; local by its name");
        foreach (var key in (string[])["akka.loglevel", "akka.stdout-loglevel"])
        {
            ours.GetString(key).ShouldBe(akka.GetString(key), key);
        }
    }

    [Fact]
    public void The_page_on_configuration_shows_the_reference_as_it_is() =>
        Repository.Read("docs/configuration.md").ShouldContain(RunKitConfiguration.ReferenceText);

    private static RunKitOptions Load(params (string Key, string Value)[] overrides) =>
        RunKitConfiguration.Load(null, [], overrides.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
}
