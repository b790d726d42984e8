using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunKit.Api.Security;

/// <summary>
/// One line of the audit log. A change has two: its intent, written before anything is done, and its outcome. What was refused at the door has
/// the outcome alone. Nothing that is typed into a pane is ever part of one: of a command there are its name and its length.
/// </summary>
/// <param name="At">When.</param>
/// <param name="Request">The same for the two lines of one request, and for no others.</param>
/// <param name="Phase">Before it, or after.</param>
/// <param name="Operation">What is to be done, such as <c>kill</c>.</param>
/// <param name="Server">The server that is meant; null when the request did not say.</param>
/// <param name="By">The token's name, or the user at the other end of the unix socket.</param>
/// <param name="Outcome"><c>done</c> or the code of a problem; null of an intent.</param>
public sealed record AuditEntry(
    DateTimeOffset At, string Request, AuditPhase Phase, string Operation, string? Server, string By, string? Outcome)
{
    /// <summary>The names of the tmux commands, in tmux's own spelling; <c>?</c> for what is no command of tmux's.</summary>
    public ImmutableArray<string>? Commands { get; init; }

    /// <summary>How many words a command had.</summary>
    public int? Words { get; init; }

    /// <summary>How many characters all its words had, and its input.</summary>
    public int? Characters { get; init; }

    /// <summary>What else tells one change from another; never a text that somebody typed.</summary>
    public string? Detail { get; init; }

    /// <summary>The other node that was asked to do it; null of what is done here.</summary>
    public string? Node { get; init; }

    /// <summary>How long it took, of an outcome.</summary>
    public long? Milliseconds { get; init; }

    /// <summary>As one line of JSON: every character that could end the line, or be taken for another field, is escaped.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, AuditJson.Default.AuditEntry);

    /// <summary>The two entries of a change that this process's own user makes without a node.</summary>
    /// <param name="at">When.</param>
    /// <param name="operation">What is done.</param>
    /// <param name="detail">What tells it from another; never a text that somebody typed.</param>
    public static (AuditEntry Intent, AuditEntry Outcome) OfOwnUser(DateTimeOffset at, string operation, string detail)
    {
        var by = string.Create(CultureInfo.InvariantCulture, $"uid-{SystemUser.Own}");
        var intent = new AuditEntry(at, $"{operation}-{Guid.CreateVersion7(at):N}", AuditPhase.Intent, operation, null, by, null) { Detail = detail };
        return (intent, intent with { Phase = AuditPhase.Outcome, Outcome = AuditLog.Done });
    }

    /// <summary>Reads a line; null when it is none of the audit log's.</summary>
    public static AuditEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AuditJson.Default.AuditEntry) is { Request: not null, Operation: not null, By: not null } entry ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Which of a change's two lines it is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AuditPhase>))]
public enum AuditPhase
{
    /// <summary>Nothing has been done yet.</summary>
    [JsonStringEnumMemberName("intent")]
    Intent = 0,

    /// <summary>It is over, or was refused.</summary>
    [JsonStringEnumMemberName("outcome")]
    Outcome = 1,
}

/// <summary>The JSON of the audit log.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditEntry))]
internal sealed partial class AuditJson : JsonSerializerContext;
