using RunKit.Cli.Help;
using RunKit.Cli.Terminal;

namespace RunKit.Cli.Tests.Help;

/// <summary>Examples, and the manual page that holds them.</summary>
public sealed class ManualPageTests
{
    private static readonly Lazy<System.CommandLine.RootCommand> Root = new(() => RunKitCommand.WithEveryVerb(new Output()));

    public static TheoryData<string> Verbs => [.. Root.Value.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_has_examples_that_it_understands(string verb)
    {
        var examples = Examples.Of(verb);

        examples.ShouldNotBeEmpty();
        foreach (var line in examples.Select(example => example.Line.Replace("eval \"$(", "", StringComparison.Ordinal).Replace(")\"", "", StringComparison.Ordinal)))
        {
            line.ShouldStartWith($"runkit {verb}");
            Root.Value.Parse(line.Replace('\'', '"')["runkit ".Length..], RunKitCommand.Parser).Errors.ShouldBeEmpty(line);
        }
    }

    [Fact]
    public async Task They_stand_under_the_help()
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("ls", "--help")).ShouldBeDone().ShouldContain("Examples:\n  runkit ls ");
        (await runkit.RunAsync("--help")).ShouldBeDone().ShouldNotContain("Examples:");
    }

    [Fact]
    public async Task The_page_has_every_verb_with_its_options()
    {
        await using var runkit = new Runkit();
        var page = (await runkit.RunAsync("man")).ShouldBeDone();

        page.ShouldStartWith(".TH RUNKIT 1 ");
        foreach (var verb in Root.Value.Subcommands.Where(verb => !verb.Hidden))
        {
            page.ShouldContain($".SS \"{verb.Name.Replace("-", "\\-", StringComparison.Ordinal)}");
        }

        page.ShouldContain(".B \\-\\-timeout \\fITIME\\fR\n");
        page.ShouldNotContain("\\-detached");
        page.Split('\n').ShouldAllBe(line => !line.StartsWith('\''));
    }

    [GroffFact]
    public async Task Groff_finds_no_fault_with_it()
    {
        await using var runkit = new Runkit();
        var file = Path.Combine(runkit.Sandbox.Root, "runkit.1");
        await File.WriteAllTextAsync(file, (await runkit.RunAsync("man")).ShouldBeDone());

        var read = await runkit.Sandbox.RunAsync("groff", "-man", "-ww", "-Tutf8", "-z", file);

        (read.Status, read.Error).ShouldBe((0, ""));
    }

    /// <summary>Needs what shows manual pages.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class GroffFactAttribute : FactAttribute
    {
        public GroffFactAttribute()
        {
            if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(place => File.Exists(Path.Combine(place, "groff"))))
            {
                Skip = "groff is not installed here";
            }
        }
    }
}
