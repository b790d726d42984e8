using System.Text.Json;

namespace RunKit.ControlPlane;

/// <summary>The words of the contract: <c>backing-off</c> for <c>BackingOff</c>.</summary>
public static class KebabCase
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <exception cref="JsonException">No value has that word.</exception>
    public static T Parse<T>(string? word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == word)
            {
                return value;
            }
        }

        throw new JsonException($"'{word}' is no {typeof(T).Name}");
    }
}
