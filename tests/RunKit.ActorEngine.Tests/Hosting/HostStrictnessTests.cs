using Akka.Actor;
using Akka.Configuration;
using Akka.DependencyInjection;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RunKit.ActorEngine.Contract.Tests.Hosting;

namespace RunKit.ActorEngine.Tests.Hosting;

public class HostStrictnessTests
{
    [Fact]
    public void A_second_actor_system_in_one_host_is_refused()
    {
        var services = new ServiceCollection().AddAkka("first", _ => { });

        Should.Throw<InvalidOperationException>(() => services.AddAkka("second", _ => { }))
            .Message.ShouldBe(
                "AddAkka(\"second\") is one too many: a host has one actor system. Put both configurations into one AddAkka; "
                + "what a library adds goes there by its method for the builder, such as WithRunKit.");
    }

    [Fact]
    public async Task What_is_configured_after_the_system_was_created_is_refused()
    {
        AkkaConfigurationBuilder? late = null;
        await using var host = await RunningHost.StartAsync((akka, _) => late = akka);

        Should.Throw<InvalidOperationException>(() => late!.AddHocon("a = 1", HoconAddMode.Prepend)).Message.ShouldContain("has been created already");
        Should.Throw<InvalidOperationException>(() => late!.WithActors((_, _) => { })).Message.ShouldContain("hosted");
        Should.Throw<InvalidOperationException>(() => late!.AddStartup((_, _) => { }));
    }

    [Fact]
    public async Task A_malformed_file_is_named_with_line_and_column()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "a = 1\nb = {");
            using var host = RunningHost.Build((akka, _) => akka.AddHoconFile(path, HoconAddMode.Prepend));

            (await Should.ThrowAsync<FormatException>(() => host.StartAsync())).Message.ShouldStartWith($"{path}: HOCON, line 2, column 5: ");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_system_without_a_container_says_so()
    {
        var system = ActorSystem.Create("bare");

        Should.Throw<ConfigurationException>(() => DependencyResolver.For(system)).Message.ShouldContain("AddAkka");

        await system.Terminate().WaitAsync(RunningHost.Deadline);
    }

    [Fact]
    public async Task Keys_in_quotes_keep_their_case_and_their_dots()
    {
        var config = await SettingsOf(normalizeKeys: true, ("runkit:\"Key.With.Dots\":A_B", "x"), ("runkit:text", "with \"quotes\" and \\"));

        config.GetString("runkit.\"Key.With.Dots\".a-b").ShouldBe("x");
        config.GetString("runkit.text").ShouldBe("with \"quotes\" and \\");
    }

    [Fact]
    public async Task Keys_that_are_not_normalized_stay_as_they_are()
    {
        var config = await SettingsOf(normalizeKeys: false, ("runkit:Max_Attempts", "3"), ("runkit:dial.Timeout", "5s"));

        config.GetInt("runkit.Max_Attempts").ShouldBe(3);
        config.GetTimeSpan("runkit.dial.Timeout").ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Items_of_a_list_keep_their_order_beyond_ten()
    {
        var items = Enumerable.Range(0, 12).Select(n => ($"runkit:hosts:{n}", $"host{n}")).ToArray();

        var config = await SettingsOf(normalizeKeys: true, items);

        config.GetStringList("runkit.hosts").ShouldBe(items.Select(item => item.Item2));
    }

    [Fact]
    public async Task A_section_that_is_not_there_adds_nothing()
    {
        var config = await SettingsOf(normalizeKeys: true);

        config.GetConfig("runkit").IsNullOrEmpty().ShouldBeTrue();
    }

    private static async Task<Config> SettingsOf(bool normalizeKeys, params (string Key, string Value)[] settings)
    {
        var values = settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        await using var host = await RunningHost.StartAsync((akka, _) =>
            akka.AddHocon(configuration.GetSection("runkit"), HoconAddMode.Prepend, normalizeKeys));
        return host.System.Settings.Config;
    }
}
