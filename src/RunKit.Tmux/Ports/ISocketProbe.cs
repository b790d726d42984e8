using RunKit.Tmux.Lifecycle;

namespace RunKit.Tmux.Ports;

/// <summary>Looks whether something listens on a socket.</summary>
public interface ISocketProbe
{
    /// <summary>One non-blocking connect and close: microseconds, and nothing is started.</summary>
    ProbeVerdict Probe(SocketPath socket);
}
