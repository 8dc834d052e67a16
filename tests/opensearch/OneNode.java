import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/**
 * One node of OpenSearch on loopback, for the tests: NAME HTTP_PORT TRANSPORT_PORT DATA SEEDS MASTERS WATCHED.
 *
 * <p>SEEDS are the transport addresses of all nodes, MASTERS the names of all, each with commas. It ends with the process
 * whose number is WATCHED.
 */
public final class OneNode extends Node {
    private OneNode(Settings settings, Path home, Collection<Class<? extends Plugin>> plugins) {
        super(new Environment(settings, home.resolve("config")), plugins, false);
    }

    public static void main(String[] given) throws Exception {
        Path home = Path.of(given[3]).toAbsolutePath();
        Files.createDirectories(home.resolve("config"));
        Settings settings = Settings.builder()
                .put("cluster.name", "verbale-tests")
                .put("node.name", given[0])
                .put("network.host", "127.0.0.1")
                .put("http.port", given[1])
                .put("transport.port", given[2])
                .put("transport.type", "netty4")
                .put("http.type", "netty4")
                .put("path.home", home)
                .put("path.data", home.resolve("data"))
                .put("path.logs", home.resolve("logs"))
                .putList("discovery.seed_hosts", given[4].split(","))
                .putList("cluster.initial_cluster_manager_nodes", given[5].split(","))
                // The machine's disk is shared, and often nearly full: not our cluster's doing.
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .put("node.processors", 2)
                .build();
        OneNode node = new OneNode(
                settings,
                home,
                List.of(Netty4Plugin.class, CommonAnalysisPlugin.class, PainlessPlugin.class));
        node.start();
        ProcessHandle.of(Long.parseLong(given[6])).ifPresent(watched -> watched.onExit().join());
        node.close();
        System.exit(0);
    }
}
