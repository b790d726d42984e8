using RunKit.Tmux.Lifecycle;

namespace RunKit.Hosting.Configuration;

/// <summary>Reads what a host says in code as settings of RunKit's.</summary>
internal static class CodeSettings
{
    /// <returns>Keys in HOCON's spelling, with their values; later ones go over earlier ones.</returns>
    public static IEnumerable<KeyValuePair<string, string>> Read(RunKitHostOptions host, SettingNames names)
    {
        (string Key, string? Value)[] properties =
        [
            ("runkit.node", host.Node),
            ("runkit.socket-dir", host.SocketDirectory),
            ("runkit.tmux-binary", host.TmuxBinary),
            ("runkit.guard", host.Guard switch
            {
                null => null,
                GuardPolicy.Floor => "floor",
                GuardPolicy.Observe => "observe",
                _ => host.Guard.ToString(),
            }),
        ];
        var said = properties.Where(property => property.Value is not null).Select(property => KeyValuePair.Create(property.Key, property.Value!));
        return said.Concat(host.Settings.Select(setting => KeyValuePair.Create(names.KeyOf(setting.Key), setting.Value)));
    }
}
