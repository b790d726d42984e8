using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunKit.ControlPlane;

/// <summary>Writes an enum as <c>backing-off</c> and reads nothing but such names.</summary>
internal sealed class KebabCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
