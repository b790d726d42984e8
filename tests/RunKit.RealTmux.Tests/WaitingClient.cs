using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests;

/// <summary>Knows from outside when a plane's client has listed a server and waits there.</summary>
internal static class WaitingClient
{
    // A command's client is gone within a millisecond or two; the one that waits stays.
    private const int Looks = 20;

    public static Task StandsAsync(TmuxSandbox sandbox)
    {
        var looks = 0;
        return Eventually.TrueAsync(() => (looks = sandbox.Connections() == 1 ? looks + 1 : 0) >= Looks, "a client waits there");
    }
}
