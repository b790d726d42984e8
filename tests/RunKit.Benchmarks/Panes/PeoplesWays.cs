using System.Globalization;
using RunKit.Benchmarks.Harness;

namespace RunKit.Benchmarks.Panes;

/// <summary>What people do with tmux's own program: a loop in a shell, or one process after the other.</summary>
internal static class PeoplesWays
{
    public static async Task<double> RunInLoopAsync(PaneWorld world, int number)
    {
        await world.AtPromptAsync();
        return await LoopAsync(world, $"""
            $T send-keys -t {world.Shell.Pane} 'true; echo DONE-{number}-$?' Enter
            until $T capture-pane -p -t {world.Shell.Pane} | grep -q '^DONE-{number}-0'; do sleep 0.1; done
            """);
    }

    public static async Task<double> SendInLoopAsync(PaneWorld world, int number)
    {
        await world.AtPromptAsync();
        return await LoopAsync(world, $"""
            $T send-keys -t {world.Shell.Pane} -l ': typed {number}'
            until $T capture-pane -p -t {world.Shell.Pane} | grep -q 'typed {number}'; do sleep 0.1; done
            $T send-keys -t {world.Shell.Pane} Enter
            sleep 0.1
            $T capture-pane -p -t {world.Shell.Pane} >/dev/null
            """);
    }

    public static Task<double> WaitInLoopAsync(PaneWorld world, int number)
    {
        var text = PaneWorld.Needle(number);
        return world.FromTextAsync(text, LoopAsync(world, $"until $T capture-pane -p -t {world.Quiet.Pane} | grep -q '^{text}'; do sleep 0.1; done"));
    }

    // A window of its own that stays when its program has ended. An idle tmux 3.3a may not tell the status for long: that it is dead has to do.
    public static async Task<double> RunByStepsAsync(PaneWorld world, int number)
    {
        await StepAsync(world, "set-option", "-g", "remain-on-exit", "on");
        return await Measurement.MillisecondsAsync(async () =>
        {
            var pane = await StepAsync(world, "new-window", "-d", "-P", "-F", "#{pane_id}", "true");
            while (await StepAsync(world, "display-message", "-p", "-t", pane, "#{pane_dead}") != "1")
            {
                // The next look is a process away.
            }

            await StepAsync(world, "capture-pane", "-p", "-t", pane);
            await StepAsync(world, "kill-pane", "-t", pane);
        });
    }

    public static async Task<double> SendByStepsAsync(PaneWorld world, int number)
    {
        await world.AtPromptAsync();
        var (pane, text) = (world.Shell.Pane.ToString(), string.Create(CultureInfo.InvariantCulture, $": by steps {number}"));
        return await Measurement.MillisecondsAsync(async () =>
        {
            await StepAsync(world, "send-keys", "-t", pane, "-l", text);
            await UntilShownAsync(world, pane, text);
            await StepAsync(world, "send-keys", "-t", pane, "Enter");
            await StepAsync(world, "capture-pane", "-p", "-t", pane);
        });
    }

    public static Task<double> WaitByStepsAsync(PaneWorld world, int number)
    {
        var text = PaneWorld.Needle(number);
        return world.FromTextAsync(text, UntilShownAsync(world, world.Quiet.Pane.ToString(), text));
    }

    private static async Task UntilShownAsync(PaneWorld world, string pane, string text)
    {
        while (!(await StepAsync(world, "capture-pane", "-p", "-t", pane)).Contains(text, StringComparison.Ordinal))
        {
            // The next look is a process away.
        }
    }

    private static Task<string> StepAsync(PaneWorld world, params string[] command) => world.Sandbox.TmuxAsync(PaneWorld.Server.Value, command);

    private static Task<double> LoopAsync(PaneWorld world, string script) => Measurement.MillisecondsAsync(async () =>
    {
        var ran = await world.Sandbox.RunAsync("bash", "-c", $"T='tmux -N -S {world.Sandbox.Socket(PaneWorld.Server.Value).Value}'\n{script}");
        if (ran.Status != 0)
            throw new InvalidOperationException(ran.Error);
    });
}
