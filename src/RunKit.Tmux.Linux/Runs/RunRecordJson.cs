using System.Text.Json.Serialization;
using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Linux.Runs;

/// <summary>How a run is written down.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunRecordJson : JsonSerializerContext;
