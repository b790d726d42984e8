using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Answers for a test actor while the test is busy: it sees every message before the test does.</summary>
public abstract class AutoPilot
{
    /// <summary>Handles one message and says which pilot handles the next.</summary>
    public abstract AutoPilot Run(IActorRef sender, object message);

    /// <summary>Stops piloting.</summary>
    public static NoAutoPilot NoAutoPilot => NoAutoPilot.Instance;

    /// <summary>Keeps the current pilot.</summary>
    public static KeepRunning KeepRunning => KeepRunning.Instance;
}

/// <summary>A pilot made of a function.</summary>
public sealed class DelegateAutoPilot(Func<IActorRef, object, AutoPilot> runDelegate) : AutoPilot
{
    /// <inheritdoc/>
    public override AutoPilot Run(IActorRef sender, object message) => runDelegate(sender, message);
}

/// <summary>The pilot that does nothing.</summary>
public sealed class NoAutoPilot : AutoPilot
{
    private NoAutoPilot()
    {
    }

    /// <summary>The only instance.</summary>
    internal static NoAutoPilot Instance { get; } = new();

    /// <inheritdoc/>
    public override AutoPilot Run(IActorRef sender, object message) => this;
}

/// <summary>What a pilot returns to stay in charge; it pilots nothing itself.</summary>
public sealed class KeepRunning : AutoPilot
{
    private KeepRunning()
    {
    }

    /// <summary>The only instance.</summary>
    internal static KeepRunning Instance { get; } = new();

    /// <inheritdoc/>
    public override AutoPilot Run(IActorRef sender, object message) =>
        throw new InvalidOperationException("KeepRunning is a pilot's answer, not a pilot: set another AutoPilot first.");
}
