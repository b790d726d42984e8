using Microsoft.Extensions.Configuration;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Hosting;

/// <summary>
/// What a host says about its plane in code. Every setting left null, or out of <see cref="Settings"/>, is as configuration says, and else as
/// <c>hocon/reference.conf</c> does. It is read once, when the host starts, and so
/// <c>services.Configure&lt;RunKitHostOptions&gt;(...)</c> counts wherever it stands.
/// </summary>
public sealed class RunKitHostOptions
{
    /// <summary>A HOCON file, over the reference and under everything else; null for none.</summary>
    public string? ConfigFile { get; set; }

    /// <summary>Whether <c>RUNKIT_*</c> environment variables count.</summary>
    public bool ReadsEnvironment { get; set; } = true;

    /// <summary>The node's id in views and events; empty for the machine's name.</summary>
    public string? Node { get; set; }

    /// <summary>Where tmux keeps its sockets: an absolute path; empty for tmux's own place.</summary>
    public string? SocketDirectory { get; set; }

    /// <summary>The tmux to run; empty for the server's own, else the one on PATH.</summary>
    public string? TmuxBinary { get; set; }

    /// <summary>Whether servers are kept alive when their last session ends.</summary>
    public GuardPolicy? Guard { get; set; }

    /// <summary>
    /// Any setting by its key, in HOCON's spelling or .NET's: <c>snapshot.refresh</c> or <c>Snapshot:Refresh</c>, with or without
    /// <c>runkit</c> in front. A list is written as HOCON, <c>["work", "ci-*"]</c>. It goes over the properties.
    /// </summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The host's own configuration, under everything that is said here in code; null for none.</summary>
    internal IConfiguration? Section { get; set; }
}
