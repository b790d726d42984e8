using System.Collections.Immutable;

namespace RunKit.Hosting;

/// <summary>Whom a node tells of agents.</summary>
/// <param name="Webhook">Where notices are posted; null for nowhere.</param>
/// <param name="SecretFile">The file with the secret that signs them.</param>
/// <param name="Command">A program that is run for each, and its arguments; empty for none.</param>
public sealed record NotifySettings(Uri? Webhook, string SecretFile, ImmutableArray<string> Command);
