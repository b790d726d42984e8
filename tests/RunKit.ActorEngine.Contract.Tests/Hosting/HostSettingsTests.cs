using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;

namespace RunKit.ActorEngine.Contract.Tests.Hosting;

public class HostSettingsTests
{
    [Theory]
    [InlineData(HoconAddMode.Prepend, "later")]
    [InlineData(HoconAddMode.Replace, "later")]
    [InlineData(HoconAddMode.Append, "earlier")]
    public async Task Prepended_and_replacing_settings_win_and_appended_ones_are_a_fallback(HoconAddMode mode, string winner)
    {
        var config = await SettingsOf(akka => akka
            .AddHocon("a { both = earlier }", HoconAddMode.Prepend)
            .AddHocon("a { both = later, only = later }", mode));

        config.GetString("a.both").ShouldBe(winner);
        config.GetString("a.only").ShouldBe("later");
    }

    [Fact]
    public async Task Settings_of_the_engine_are_the_last_fallback()
    {
        var config = await SettingsOf(akka => akka.AddHocon("akka.loglevel = WARNING", HoconAddMode.Prepend));

        config.GetString("akka.loglevel").ShouldBe("WARNING");
        config.GetTimeSpan("akka.coordinated-shutdown.default-phase-timeout").ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_file_holds_settings()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "runkit { guard = floor }");

            var config = await SettingsOf(akka => akka.AddHoconFile(path, HoconAddMode.Prepend));

            config.GetString("runkit.guard").ShouldBe("floor");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_section_of_the_hosts_configuration_becomes_settings()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["runkit:DIAL:MAX_ATTEMPTS"] = "3",
            ["runkit:dial:timeout"] = "5s",
            ["runkit:dial.jitter"] = "on",
            ["runkit:hosts:1"] = "second",
            ["runkit:hosts:0"] = "first",
            ["other:key"] = "not here",
        }).Build();

        var config = await SettingsOf(akka => akka.AddHocon(configuration.GetSection("runkit"), HoconAddMode.Prepend));

        config.GetInt("runkit.dial.max-attempts").ShouldBe(3);
        config.GetTimeSpan("runkit.dial.timeout").ShouldBe(TimeSpan.FromSeconds(5));
        config.GetBoolean("runkit.dial.jitter").ShouldBeTrue();
        config.GetStringList("runkit.hosts").ShouldBe(["first", "second"]);
        config.HasPath("other").ShouldBeFalse();
    }

    [Fact]
    public async Task The_ask_timeout_bounds_an_ask_that_names_none()
    {
        await using var host = await RunningHost.StartAsync((akka, _) => akka
            .WithActorAskTimeout(TimeSpan.FromMilliseconds(50))
            .WithActors((system, registry) => registry.Register<Silent>(system.ActorOf(Props.Create(() => new Silent())))));

        await Should.ThrowAsync<AskTimeoutException>(() => host.Registry.Get<Silent>().Ask<string>("anybody?"));
    }

    private static async Task<Config> SettingsOf(Action<AkkaConfigurationBuilder> configure)
    {
        await using var host = await RunningHost.StartAsync((akka, _) => configure(akka));
        return host.System.Settings.Config;
    }

    private sealed class Silent : ReceiveActor
    {
        public Silent() => ReceiveAny(_ => { });
    }
}
