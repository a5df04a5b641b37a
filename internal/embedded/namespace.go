package embedded

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	enumspb "go.temporal.io/api/enums/v1"
	persistencespb "go.temporal.io/server/api/persistence/v1"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/metrics"
	"go.temporal.io/server/common/persistence"
	"go.temporal.io/server/common/persistence/serialization"
	temporalsql "go.temporal.io/server/common/persistence/sql"
	"go.temporal.io/server/common/persistence/sql/sqlplugin"
	"go.temporal.io/server/common/resolver"
	"go.temporal.io/server/common/searchattribute/sadefs"
	sqliteschema "go.temporal.io/server/schema/sqlite"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
)

// ensureNamespace makes the namespace, or brings an older one up to date: its
// retention, and the search attributes that it has not got yet. It writes the
// file before the server reads it, because a running server takes seconds to
// see such a change.
func ensureNamespace(ctx context.Context, store *config.SQL, o Options) error {
	initial, err := sqliteschema.NewNamespaceConfig(clusterName, o.Namespace, false, nil)
	if err != nil {
		return err
	}
	if err := sqliteschema.CreateNamespaces(store, initial); err != nil {
		return err
	}
	db, err := temporalsql.NewSQLDB(sqlplugin.DbKindMain, store, resolver.NewNoopResolver(), log.NewNoopLogger(), metrics.NoopMetricsHandler)
	if err != nil {
		return err
	}
	defer db.Close()

	tx, err := db.BeginTx(ctx)
	if err != nil {
		return err
	}
	if err := updateNamespace(ctx, tx, o); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func updateNamespace(ctx context.Context, tx sqlplugin.Tx, o Options) error {
	rows, err := tx.SelectFromNamespace(ctx, sqlplugin.NamespaceFilter{Name: &o.Namespace})
	if err != nil {
		return err
	}
	row := rows[0]
	serializer := serialization.NewSerializer()
	detail, err := serializer.NamespaceDetailFromBlob(persistence.NewDataBlob(row.Data, row.DataEncoding))
	if err != nil {
		return err
	}
	before := proto.CloneOf(detail)
	detail.Config.Retention = durationpb.New(o.Retention)
	if err := addSearchAttributes(detail.Config, o.SearchAttributes); err != nil {
		return err
	}
	if proto.Equal(before, detail) {
		return nil
	}
	data, err := serializer.NamespaceDetailToBlob(detail)
	if err != nil {
		return err
	}
	row.Data, row.DataEncoding = data.Data, data.EncodingType.String()
	return replaceNamespace(ctx, tx, &row)
}

// replaceNamespace writes the row with the next notification version, as the
// server does itself.
func replaceNamespace(ctx context.Context, tx sqlplugin.Tx, row *sqlplugin.NamespaceRow) error {
	metadata, err := tx.LockNamespaceMetadata(ctx)
	if err != nil {
		return err
	}
	row.NotificationVersion = metadata.NotificationVersion
	if _, err := tx.UpdateNamespace(ctx, row); err != nil {
		return err
	}
	_, err = tx.UpdateNamespaceMetadata(ctx, metadata)
	return err
}

// addSearchAttributes gives each new name one of the columns that the SQL
// visibility store has for its type, the lowest free one. Names that have a
// column keep it.
func addSearchAttributes(namespace *persistencespb.NamespaceConfig, add map[string]enumspb.IndexedValueType) error {
	columns := sadefs.GetDBIndexSearchAttributes(nil).CustomSearchAttributes
	names := namespace.CustomSearchAttributeAliases
	if names == nil {
		names = map[string]string{}
	}
	columnOf := make(map[string]string, len(names))
	for column, name := range names {
		columnOf[name] = column
	}
	for _, name := range slices.Sorted(maps.Keys(add)) {
		wants := add[name]
		if column, there := columnOf[name]; there {
			if columns[column] != wants {
				return fmt.Errorf("search attribute %s is %v in this namespace and cannot become %v", name, columns[column], wants)
			}
			continue
		}
		column, free := freeColumn(columns, names, wants)
		if !free {
			return fmt.Errorf("search attribute %s: the namespace has no column of type %v left", name, wants)
		}
		names[column] = name
	}
	namespace.CustomSearchAttributeAliases = names
	return nil
}

func freeColumn(columns map[string]enumspb.IndexedValueType, taken map[string]string, of enumspb.IndexedValueType) (string, bool) {
	for _, column := range slices.Sorted(maps.Keys(columns)) {
		if _, used := taken[column]; !used && columns[column] == of {
			return column, true
		}
	}
	return "", false
}
