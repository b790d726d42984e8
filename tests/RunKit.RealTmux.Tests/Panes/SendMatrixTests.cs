using RunKit.ControlPlane.Panes;
using RunKit.RealTmux.Tests.Stress;
using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests.Panes;

/// <summary>Texts that are hard to type, into programs of every kind.</summary>
public sealed class SendMatrixTests
{
    private const int Seed = 20_261_127;

    public static TheoryData<string> Names => [.. Programs.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Random_texts_arrive_byte_for_byte(string program)
    {
        await using var world = await PaneWorld.StartAsync();
        var started = await world.StartAsync(Programs.All[program]);
        await world.ReadsAsync(started.Pane, program);
        var random = new Random(Seed);
        var expected = "";
        for (var i = 0; i < Length.Of("TEST_SENDS", 8, 200); i++)
        {
            var text = RandomTexts.Next(random, Programs.MostCharacters(program), Programs.MostBytes(program));
            var outcome = await world.Plane.SendAsync(started.Pane, new SendRequest(text) { Multiline = true }, CancellationToken.None);

            outcome.ShouldBeOfType<SendOutcome.Delivered>($"text {i} of {text.Length} characters: {text}: {outcome}");
            expected += text + "\n";
            await Eventually.TrueAsync(() => started.Read().Length >= expected.Length, $"text {i} is written: {text}");
            (started.Read() == expected).ShouldBeTrue($"text {i}: {text}");
        }
    }

    [ProgramFact("python3")]
    public async Task What_is_typed_into_pythons_prompt_is_what_python_reads()
    {
        await using var world = await PaneWorld.StartAsync();
        var started = await world.StartAsync("python3", "-q", "-i", "-c", "import sys; f = open(sys.argv[1], 'a', newline='\\n')");
        await world.ShowsAsync(started.Pane, text => text.Contains(">>>", StringComparison.Ordinal), "it is at its prompt");
        var random = new Random(Seed);
        var expected = "";
        for (var i = 0; i < Length.Of("TEST_SENDS", 8, 200); i++)
        {
            // Its line editor takes a tab for a key.
            var text = RandomTexts.Next(random, 300).Replace('\t', ' ');
            var literal = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);

            (await world.SendAsync(started.Pane, $"_ = f.write('{literal}\\n'), f.flush()")).ShouldBeOfType<SendOutcome.Delivered>(text);

            expected += text + "\n";
            await Eventually.TrueAsync(() => started.Read().Length >= expected.Length, $"text {i} is written: {text}");
            started.Read().ShouldBe(expected);
        }
    }
}
