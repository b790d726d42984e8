using System.Text;
using RunKit.ControlPlane.Panes;
using RunKit.RealTmux.Tests.Stress;
using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests.Panes;

/// <summary>Texts that are hard to type, quoted, at the prompts of shells: what the shell writes is what it was given.</summary>
public sealed class ShellMatrixTests
{
    private const int Seed = 20_261_128;

    [Fact]
    public Task At_the_prompt_of_bash_it_arrives() => ArrivesAsync("bash", ["bash", "--norc", "--noprofile"], PosixQuoted, 20_000);

    // Its lines are the kernel's.
    [Fact]
    public Task At_the_prompt_of_dash_it_arrives() => ArrivesAsync("dash", ["dash", "-i"], PosixQuoted, 20_000, mostBytes: 1000);

    [ProgramFact("zsh")]
    public Task At_the_prompt_of_zsh_it_arrives() => ArrivesAsync("zsh", ["zsh", "-f"], PosixQuoted, 20_000);

    [ProgramFact("fish")]
    public Task At_the_prompt_of_fish_it_arrives() => ArrivesAsync("fish", ["fish", "--no-config", "--private"], FishQuoted, 20_000);

    private static async Task ArrivesAsync(string name, string[] shell, Func<string, string> quoted, int mostCharacters, int mostBytes = int.MaxValue)
    {
        await using var world = await PaneWorld.StartAsync();
        var pane = await world.PaneAsync(["env", $"HOME={world.Sandbox.Root}", "PS1=$ ", .. shell]);
        var file = Path.Combine(world.Sandbox.Root, "out");
        var random = new Random(Seed);
        var expected = new StringBuilder();
        for (var i = 0; i < Length.Of("TEST_SENDS", 8, 200); i++)
        {
            (await world.Plane.WaitAsync(pane, new WaitRequest { Prompt = true, TimeoutMs = 60_000 }, CancellationToken.None)).ShouldBe(new WaitOutcome.Held("prompt"));
            var text = Fit(name, RandomTexts.Next(random, mostCharacters, mostBytes));
            var request = new SendRequest($"printf '%s\\n' {quoted(text)} >> {file}") { IfCommand = [name], Multiline = true, TimeoutMs = 60_000 };

            (await world.Plane.SendAsync(pane, request, CancellationToken.None)).ShouldBeOfType<SendOutcome.Delivered>($"text {i} of {text.Length} characters: {text}");

            expected.Append(text).Append('\n');
            await Eventually.TrueAsync(() => File.Exists(file) && File.ReadAllText(file).Length >= expected.Length, $"text {i} is written: {text}");
            (File.ReadAllText(file) == expected.ToString()).ShouldBeTrue($"text {i}: {text}");
        }
    }

    // A tab may complete what stands before it. Zsh and fish keep some of the characters that are free for private use, and some that are
    // none, for themselves.
    private static string Fit(string shell, string text) => shell switch
    {
        "fish" => string.Concat(text.EnumerateRunes().Where(rune => rune.Value is not ('\t' or (>= 0xe000 and < 0xf900) or (>= 0xfdd0 and < 0xfdf0) or 0xfffe or 0xffff))),
        "zsh" => string.Concat(text.EnumerateRunes().Where(rune => rune.Value is not ('\t' or (>= 0xe000 and < 0xf900)))),
        _ => text.Replace('\t', ' '),
    };

    private static string PosixQuoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string FishQuoted(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
